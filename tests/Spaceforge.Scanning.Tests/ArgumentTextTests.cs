namespace Spaceforge.Scanning.Tests;

/// <summary>Arguments in one field.</summary>
public sealed class ArgumentTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("--quiet", "--quiet")]
    [InlineData("  --a  --b\t1 ", "--a|--b|1")]
    [InlineData("--dir \"my modules\" -x 'a \"b\"'", "--dir|my modules|-x|a \"b\"")]
    [InlineData("--only=\"a b\"c '' $HOME;rm", "--only=a bc||$HOME;rm")]
    public void Blanks_part_arguments_and_quotes_keep_them(string text, string arguments) =>
        Assert.Equal(arguments, string.Join('|', ArgumentText.Split(text)));

    [Theory]
    [InlineData("--dir \"my modules")]
    [InlineData("it's")]
    public void An_unclosed_quote_is_reported(string text) =>
        Assert.Contains(
            "unclosed", Assert.Throws<PluginFailedException>(() => ArgumentText.Split(text)).Message, StringComparison.Ordinal);
}
