using System.Globalization;
using System.Text;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Scenarios.Formats;

/// <summary>Results for people.</summary>
static class ScenarioText
{
    const int MostOutput = 60;

    public static string Of(ScenarioResult result)
    {
        var (word, color) = result.Scenario.Skip is not null ? ("SKIPPED", TerminalColors.Yellow)
            : result.HasPassed ? ("PASSED", TerminalColors.Green) : ("FAILED", TerminalColors.Red);
        var text = new StringBuilder();
        var time = string.Create(CultureInfo.InvariantCulture, $"{result.Duration.TotalSeconds:0.00} s");
        text.Append(TerminalColors.Color(word, color)).Append(' ').Append(LogText.OneLine(result.Scenario.File));
        text.Append(result.Scenario.Skip is { } why ? $": {LogText.OneLine(why)}" : $" ({time})").Append('\n');
        if (result.IsUpdated) text.Append(LogText.OneLine($"  Wrote {result.Scenario.SnapshotName}")).Append('\n');
        foreach (var difference in result.Differences)
        {
            foreach (var line in difference.Split('\n')) text.Append("  ").Append(Difference(line)).Append('\n');
        }

        if (result.Differences.Count == 0) return text.ToString();

        if (result.Cause is { } cause) text.Append("  Cause: ").Append(Clean(cause)).Append('\n');
        text.Append("  What the run printed:\n");
        var lines = result.Output.TrimEnd('\n').Split('\n');
        if (lines.Length > MostOutput) text.Append(CultureInfo.InvariantCulture, $"    [{lines.Length - MostOutput} lines before]\n");
        foreach (var line in lines.TakeLast(MostOutput)) text.Append("    ").Append(Clean(line)).Append('\n');
        return text.ToString();
    }

    public static string Summary(IReadOnlyList<ScenarioResult> results)
    {
        var skipped = results.Count(result => result.Scenario.Skip is not null);
        var failed = results.Count(result => result.Differences.Count > 0);
        var text = $"{results.Count - skipped - failed} passed, {failed} failed, {skipped} skipped\n";
        return TerminalColors.Color(text.TrimEnd('\n'), failed > 0 ? TerminalColors.Red : TerminalColors.Green) + "\n";
    }

    static string Difference(string line) => line.StartsWith("- ", StringComparison.Ordinal)
        ? TerminalColors.Color(Clean(line), TerminalColors.Red)
        : line.StartsWith("+ ", StringComparison.Ordinal) ? TerminalColors.Color(Clean(line), TerminalColors.Green) : Clean(line);

    static string Clean(string line) => LogText.Shown(LogText.OneLine(line), colors: false);
}
