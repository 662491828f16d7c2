using Microsoft.Extensions.Logging;
using Spaceforge.Logging;

namespace Spaceforge.Tests.Logging;

/// <summary>The log looks as the Python SDK's does.</summary>
public sealed class PluginLoggerTests
{
    readonly StringWriter _error = new() { NewLine = "\n" };

    [Fact]
    public void A_line_names_run_and_plugin()
    {
        Logger().LogInformation("Found {Count} issues", 3);
        Assert.Equal("[01RUN] (my-plugin) Found 3 issues\n", _error.ToString());
    }

    [Theory]
    [InlineData(LogLevel.Debug, "\e[35m")]
    [InlineData(LogLevel.Information, "\e[36m")]
    [InlineData(LogLevel.Warning, "\e[33m")]
    [InlineData(LogLevel.Error, "\e[31m")]
    public void Each_level_has_its_colour(LogLevel level, string color)
    {
        Logger(colors: true).Log(level, "text");
        Assert.Equal($"{color}[01RUN]\e[0m (my-plugin) text\n", _error.ToString());
    }

    [Fact]
    public void Lines_below_the_level_are_left_out()
    {
        Logger(minimum: LogLevel.Information).LogDebug("text");
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void An_exception_adds_its_message()
    {
        Logger().LogError(new InvalidOperationException("why"), "what");
        Logger().LogError(new PluginFailedException("why"), "what");
        Assert.Equal("[01RUN] (my-plugin) what: InvalidOperationException: why\n[01RUN] (my-plugin) what: why\n", _error.ToString());
    }

    [Fact]
    public void An_exception_that_was_thrown_adds_file_and_line_and_in_debug_the_trace()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => Throw(new FormatException("cause")));
        Logger().LogError(thrown, "what");
        var line = _error.ToString();
        Assert.StartsWith("[01RUN] (my-plugin) what: InvalidOperationException: why Because of FormatException: cause (", line,
            StringComparison.Ordinal);
        Assert.Matches(@"PluginLoggerTests\.cs:[0-9]+\)\n\z", line);

        new PluginLogger(_error, "01RUN", "my-plugin", LogLevel.Debug, colors: false, traces: true).LogError(thrown, "what");
        var trace = _error.ToString()[(2 * line.Length)..];
        Assert.StartsWith("[01RUN] (my-plugin) System.InvalidOperationException: why\n", trace, StringComparison.Ordinal);
        Assert.Contains("[01RUN] (my-plugin)    at Spaceforge.Tests.Logging.PluginLoggerTests.Throw(", trace, StringComparison.Ordinal);
    }

    static void Throw(Exception cause) => throw new InvalidOperationException("why", cause);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    [InlineData("\f")]
    [Attack(
        "repository", "a file name, or an API error, with a line break and a platform command", "each line has the prefix")]
    public void Each_line_of_a_message_has_the_prefix(string lineBreak)
    {
        Logger().LogError(new InvalidOperationException($"no file{lineBreak}::add-mask e"), "cannot read {File}", "a\n::add-mask b");
        Assert.Equal("[01RUN] (my-plugin) cannot read a\n[01RUN] (my-plugin) ::add-mask b: InvalidOperationException: no file\n[01RUN] (my-plugin) ::add-mask e\n",
            _error.ToString());
    }

    PluginLogger Logger(LogLevel minimum = LogLevel.Debug, bool colors = false) => new(_error, "01RUN", "my-plugin", minimum, colors);
}
