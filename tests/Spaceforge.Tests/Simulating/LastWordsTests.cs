using Spaceforge.Cli.Simulating.Causes;

namespace Spaceforge.Tests.Simulating;

/// <summary>The line of a failed command's output that says why.</summary>
public sealed class LastWordsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(null, "", "-----", "::add-mask *****", "[SpaceForge] Running hook: after_plan")]
    [InlineData(
        "3 findings, 0 allowed.", "[SpaceForge] Running hook: after_plan",
        "[SpaceForge] Error running hook 'after_plan': 3 findings, 0 allowed.")]
    [InlineData(
        "one two", "[SpaceForge] Error running hook 'after_plan': one", "[SpaceForge] two", "[SpaceForge]    at A.B()",
        "cleaning up")]
    [InlineData(
        "no token", "[SpaceForge] Error running hook 'after_plan': no token", "Traceback (most recent call last):",
        "  File \"p.py\"", "ValueError: x")]
    [InlineData(
        "ValueError: bad: thing", "Traceback (most recent call last):", "  File \"p.py\", line 1",
        "ValueError: bad: thing", "done")]
    [InlineData(
        "'a' must be a number. 'b' must be true or false.", "error: 'a' must be a number.", "error: 'b' must be true or false.")]
    [InlineData(
        "cannot install x: https://e.com/x cannot be fetched: curl: (6) no host", "spaceforge: installing x from https://e.com/x",
        "spaceforge: cannot install x: https://e.com/x cannot be fetched: curl: (6) no host", "")]
    [InlineData(
        "the plugin does not build: p.cs(1,2): error CS1002: ; expected", "p.cs(1,2): error CS1002: ; expected",
        "spaceforge: the plugin does not build")]
    [InlineData("scanner: no rules", "spaceforge: building the plugin", "scanner: no rules")]
    [InlineData("System.IO.IOException: full", "Unhandled exception. System.IO.IOException: full", "   at A.B()", "Aborted")]
    [InlineData(
        "Unsupported argument (on main.tf line 3, in resource \"a\" \"b\")", "╷", "│ Error: Unsupported argument", "│ ",
        "│   on main.tf line 3, in resource \"a\" \"b\":", "│    3: x = 1", "╵")]
    [InlineData("first", "Error: first", "", "Error: second")]
    [InlineData("bad news", "\e[31m[01J]\e[0m (scan) \e[1mbad\e[0m news", "╵")]
    [InlineData("nothing-there: not found", "sh: 72: eval: nothing-there: not found")]
    [InlineData("nothing-there: command not found", "bash: line 7: nothing-there: command not found")]
    [InlineData(@"\u001b]0;title\u0007 a b", "\e]0;title\a a\t\t b")]
    public void The_message_is_found(string? expected, params string[] log) => Assert.Equal(expected, LastWords.Of(log));

    [Fact]
    public void A_long_message_is_cut()
    {
        var words = LastWords.Of([$"{new string('x', LastWords.Longest - 1)}\U0001F600 and more"])!;
        Assert.Equal($"{new string('x', LastWords.Longest - 1)}...", words);
        Assert.Equal(LastWords.Longest + 3, LastWords.Of([new string('y', 1_000_000)])!.Length);
    }
}
