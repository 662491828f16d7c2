using Spaceforge.Cli.Watching;

namespace Spaceforge.Tests.Watching;

/// <summary>What <c>spaceforge watch</c> shows, with and without a terminal.</summary>
public sealed class RoundScreenTests : IDisposable
{
    readonly RoundLog _log = new(TimeProvider.System);
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task A_screen_shows_the_newest_round_first_and_all_of_a_long_line()
    {
        using (new RoundScreen(_log, _output, _error, "Watching plugin.cs.", () => (12, 50)))
        {
            _log.Warning = "the limit is reached";
            await RoundAsync("start", StepOutcome.Passed, "");
            await RoundAsync("plugin.cs", StepOutcome.Failed, "error: The parameter 'API Key' has no value. Use 漢字 --param-env api_key=VARIABLE.");
        }

        var screen = Screen();
        Assert.Equal("Watching plugin.cs.", screen[0]);
        Assert.Equal("warning: the limit is reached.", screen[1]);
        Assert.Matches(@"^\d\d:\d\d:\d\d plugin\.cs: failed: generate", screen[3]);
        Assert.Equal(
            "error: The parameter 'API Key' has no value. Use 漢字 --param-env api_key=VARIABLE.",
            string.Join(
                ' ', screen.Skip(5).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim())));
        Assert.Contains(screen, line => line.Contains(" start: passed (", StringComparison.Ordinal));
        Assert.InRange(screen.Length, 8, 12);
        Assert.All(screen, line => Assert.InRange(line.Length, 0, 50));
        Assert.Empty(_error.ToString());
        // What the shell prints next begins on a line of its own.
        Assert.EndsWith("\e[?7h\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢")]
    [InlineData("a                                                      b")]
    public async Task Nothing_of_a_line_is_lost_on_a_narrow_terminal(string text)
    {
        using var screen = new RoundScreen(_log, _output, _error, "Watching.", () => (100, 1));
        await RoundAsync("start", StepOutcome.Failed, text);
        var shown = string.Concat(Screen());
        Assert.Equal(text.Count(letter => letter == '漢'), shown.Count(letter => letter == '漢'));
        Assert.InRange(Screen().Length, 5, 15);
        Assert.EndsWith(text[^1..], Screen()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_seen_below_a_long_difference()
    {
        using var screen = new RoundScreen(_log, _output, _error, "Watching plugin.cs.", () => (20, 80));
        _log.Begin("plugin.cs");
        var difference = string.Join('\n', Enumerable.Range(1, 100).Select(line => $"+ line {line}"));
        await _log.DoAsync("generate", () => Task.FromResult(
            new RoundStep("", StepOutcome.Passed) { Lines = RoundStep.LinesOf(difference) }));
        Assert.Contains("    + line 15", Screen());
        await _log.DoAsync("tests", () => Task.FromResult(
            new RoundStep("", StepOutcome.Failed) { Lines = RoundStep.LinesOf("error: one") }));
        _log.End();
        Assert.Equal(
            ["    + line 5", "    (95 more lines)", "    error: one"],
            Screen().Where(line => line.StartsWith("    ", StringComparison.Ordinal)).TakeLast(3));
    }

    [Fact]
    public async Task Elsewhere_each_step_is_a_line_and_a_warning_is_said_once()
    {
        using (new RoundScreen(_log, _output, _error, "Watching plugin.cs.", size: null))
        {
            _log.Warning = "the limit is reached";
            await RoundAsync("start", StepOutcome.Passed, "");
            await RoundAsync("plugin.cs", StepOutcome.Failed, "error: one");
        }

        Assert.Equal("warning: the limit is reached.\n", _error.ToString());
        Assert.DoesNotContain('\e', _output.ToString());
        Assert.Matches(
            """
            ^Watching plugin\.cs\.
            \d\d:\d\d:\d\d start
              generate   ok       \d+\.\d\d s
            \d\d:\d\d:\d\d passed \(\d+\.\d\d s\)
            \d\d:\d\d:\d\d plugin\.cs
              generate   failed   \d+\.\d\d s
                error: one
            \d\d:\d\d:\d\d failed: generate \(\d+\.\d\d s\)
            $
            """.ReplaceLineEndings("\n"),
            _output.ToString());
    }

    async Task RoundAsync(string cause, StepOutcome outcome, string text)
    {
        _log.Begin(cause);
        await _log.DoAsync("generate", () => Task.FromResult(new RoundStep("", outcome) { Lines = RoundStep.LinesOf(text) }));
        _log.End();
    }

    /// <summary>The rows of what was drawn last, without what moves the cursor.</summary>
    string[] Screen() =>
        [.. _output.ToString().Split("\e[H")[^1].Replace("\e[K", "", StringComparison.Ordinal).Split("\e[J")[0].Split("\r\n")];
}
