using Spaceforge.Launching;

namespace Spaceforge.Tests.Launching;

public sealed class ShellWordTests
{
    [Fact]
    public void An_empty_word_is_a_word() => Assert.Equal(["a", "", "b", ""], ShellWord.Split("a '' b ''"));

    [Theory]
    [InlineData("", "''")]
    [InlineData("az/AZ.09_-+:,@%", "az/AZ.09_-+:,@%")]
    [InlineData("a b", "'a b'")]
    [InlineData("$(id)", "'$(id)'")]
    [InlineData("é", "'é'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("'", @"''\'''")]
    public void A_word_is_quoted_where_a_shell_would_read_another(string text, string quoted)
    {
        Assert.Equal(quoted, ShellWord.Quote(text));
        Assert.Equal([text], ShellWord.Split(quoted));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("  a   b ", "a|b")]
    [InlineData(@"a\ b c", "a b|c")]
    [InlineData(@"'a\' b", @"a\|b")]
    [InlineData("'a b'c d", "a bc|d")]
    [InlineData(@"a\", @"a\")]
    public void A_command_is_split_as_a_shell_does(string command, string words) =>
        Assert.Equal(words, string.Join('|', ShellWord.Split(command)));
}
