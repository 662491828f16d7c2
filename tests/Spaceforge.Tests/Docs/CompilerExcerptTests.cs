using Spaceforge.Cli.Building;

namespace Spaceforge.Tests.Docs;

/// <summary>The source line under a compiler error.</summary>
public sealed class CompilerExcerptTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("(2,3)", "    2 | b c\n      |   ^")]
    [InlineData("(2,3,2,4)", "    2 | b c\n      |   ^")]
    [InlineData("(3,2)", "    3 |  d\n      |  ^")]
    [InlineData("(1,2)", "    1 | a\n      |  ^")]
    [InlineData("(9,1)", "")]
    [InlineData("(2,99)", "")]
    [InlineData("(99999999999,1)", "")]
    [InlineData("", "")]
    public void It_is_the_line_with_a_mark_below_the_column(string position, string excerpt)
    {
        _folder.Write("plugin.cs", "a\r\nb c\r\n\td\r\n");
        var message = new CompilerMessage(_folder.PathOf("plugin.cs"), position, "error", "CS1", "wrong");
        Assert.Equal(excerpt, string.Join('\n', message.Excerpt()));
    }

    [Fact]
    public void A_long_line_is_shown_around_the_column_and_a_missing_file_is_not_shown()
    {
        _folder.Write("plugin.cs", new string('x', 10_000) + "!" + new string('y', 10_000));
        var lines = new CompilerMessage(_folder.PathOf("plugin.cs"), "(1,10001)", "error", "CS1", "wrong").Excerpt().ToArray();
        Assert.Equal(lines[0].IndexOf('!', StringComparison.Ordinal), lines[1].IndexOf('^', StringComparison.Ordinal));
        Assert.InRange(lines[0].Length, 1, 140);
        Assert.Empty(new CompilerMessage(_folder.PathOf("gone.cs"), "(1,1)", "error", "CS1", "wrong").Excerpt());
    }
}
