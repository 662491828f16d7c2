using Spaceforge.Cli.Commands;
using Spaceforge.Logging;

namespace Spaceforge.Tests.Logging;

/// <summary>Texts of others are shown, whatever is in them.</summary>
public sealed class ShownTextTests
{
    [Theory]
    [InlineData("plain\ttext ✓ 😀", "plain\ttext ✓ 😀")]
    [InlineData("a\e[2Jb", @"a\u001b[2Jb")]
    [InlineData("a\u009b2Jb", @"a\u009b2Jb")]
    [InlineData("a\e]0;title\ab", @"a\u001b]0;title\u0007b")]
    [InlineData("a\e]8;;https://example.com\e\\b", "a\\u001b]8;;https://example.com\\u001b\\b")]
    [InlineData("a\u202eb\u2066c", @"a\u202eb\u2066c")]
    [InlineData("a\0b\u007fc\bd", @"a\u0000b\u007fc\u0008d")]
    [InlineData("\e[31mred", "\e[31mred\e[0m")]
    [InlineData("\e[31mred\n", "\e[31mred\e[0m\n")]
    [InlineData("\e[38;2;1;2;3mx\e[0m", "\e[38;2;1;2;3mx\e[0m\e[0m")]
    [InlineData("\e[31", @"\u001b[31")]
    [InlineData("\e[31;\e[2Jm", @"\u001b[31;\u001b[2Jm")]
    [InlineData("a\nb\r\nc\rd", "a\nb\nc\nd")]
    [InlineData("a\n::add-mask::b", "a\n\\u003a:add-mask::b")]
    [InlineData("  ::warning file=x::b", @"  \u003a:warning file=x::b")]
    [InlineData("##[group]a", @"\u0023#[group]a")]
    [InlineData("##vso[task.setvariable variable=a]b", @"\u0023#vso[task.setvariable variable=a]b")]
    [InlineData("## Heading", "## Heading")]
    [InlineData("::add-mask secret", "::add-mask secret")]
    [Attack("manifest, API, tool output", "escape sequences, C1 controls, bidi overrides and workflow commands in a text",
        "they are made visible; colours are kept, and end with the text")]
    public void Controls_are_shown_and_colours_stay(string text, string shown) => Assert.Equal(shown, LogText.Shown(text));

    [Fact]
    [Attack("API", "an unpaired surrogate in a text", "it is shown as its number")]
    public void Halves_of_characters_are_shown()
    {
        Assert.Equal(@"a\ud83d", LogText.Shown("a\ud83d"));
        Assert.Equal(@"\ude00a😀\ud83db", LogText.OneLine("\ude00a😀\ud83db"));
    }

    [Theory]
    [InlineData("a\n::add-mask::b\e[31mc", @"a\u000a::add-mask::bc")]
    [InlineData("a\u2028b\u0085c", @"a\u2028b\u0085c")]
    [Attack("repository", "line breaks in the name of a file that a message quotes", "the message stays one line")]
    public void One_line_stays_one(string text, string shown) => Assert.Equal(shown, LogText.OneLine(text));

    [Fact]
    [Attack("author, repository, API", "a name or a message of megabytes", "it is cut, and its length is shown")]
    public void Endless_lines_are_cut()
    {
        var name = new string('x', 3_000_000);
        Assert.Equal($"{name[..4_000]}... (3000000 characters)", LogText.OneLine(name));
        Assert.Equal($"short\n{name[..4_000]}... (3000000 characters)\nlast", LogText.Shown($"short\n{name}\nlast"));
        Assert.Equal($@"\u003a:{name[2..4_000]}... (3000000 characters)", LogText.Shown($"::{name[..^4]}::"));
        Assert.Equal($"{name[..3_999]}... (4001 characters)", LogText.OneLine($"{name[..3_999]}😀"));
        Assert.Equal(name, LogText.Shown(name, longest: int.MaxValue));
    }

    [Fact]
    public void Without_colours_they_are_left_out() => Assert.Equal(@"red\u001b[K", LogText.Shown("\e[31mred\e[K", colors: false));

    [Fact]
    [Attack("fault", "a bug in the tool itself", "one line, exit code 70, where to report it, no stack trace")]
    public async Task A_bug_is_reported_in_one_line()
    {
        using var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(
            ExitCodes.Fault, await Fault.GuardAsync(() => throw new InvalidOperationException("the reason\n   at Line.Two()"), error));
        var line = Assert.Single(error.ToString().TrimEnd('\n').Split('\n'));
        Assert.StartsWith("error: Internal error in spaceforge ", line, StringComparison.Ordinal);
        Assert.Contains(@"InvalidOperationException: the reason\u000a   at Line.Two() Please report it", line, StringComparison.Ordinal);
    }
}
