using System.Globalization;
using System.Text;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;
using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies.Formats;

/// <summary>Results for people, in the words and the order of <c>opa test</c>.</summary>
static class TestText
{
    static readonly string Ruler = new('-', 80);

    public static string Write(TestReport report)
    {
        var text = new StringBuilder();
        var failed = report.Results.Where(result => result.Outcome == TestOutcome.Failed).ToArray();
        if (failed.Length > 0)
        {
            text.Append("FAILURES\n").Append(Ruler).Append('\n');
            foreach (var result in failed) Failure(text, result);
            text.Append("SUMMARY\n").Append(Ruler).Append('\n');
        }

        var told = report.Results.Where(result => report.IsVerbose || result.Outcome != TestOutcome.Passed).ToArray();
        var file = "";
        foreach (var result in told)
        {
            if (result.Test.Place.File != file)
            {
                if (file.Length > 0) text.Append('\n');
                file = result.Test.Place.File;
                text.Append(LogText.OneLine(file)).Append(":\n");
            }

            text.Append(Line(result)).Append('\n');
            foreach (var part in result.Cases) Case(text, part, "  ", report.IsVerbose);
            if (result.Error is { } error) text.Append("  ").Append(LogText.OneLine(Text(error))).Append('\n');
            if (result.Output.Length > 0) text.Append('\n').Append(Output(result.Output)).Append('\n');
        }

        if (told.Length > 0) text.Append(Ruler).Append('\n');
        Count(text, "PASS", report.Passed, report.Count, TerminalColors.Green);
        Count(text, "FAIL", report.Failed, report.Count, TerminalColors.Red);
        Count(text, "SKIPPED", report.Skipped, report.Count, TerminalColors.Yellow);
        Count(text, "ERROR", report.Errors, report.Count, TerminalColors.Red);
        if (report.Coverage is { } coverage) Coverage(text, coverage);
        return text.ToString();
    }

    public static string Text(RegoError error) =>
        error.Place.File is { Length: > 0 } ? error.ToString() : $"{error.Code}: {error.Message}";

    /// <summary>What a test printed: each line is shown, and none is a command of a CI system.</summary>
    public static string Output(string output) => string.Concat(
        output.TrimEnd('\n').Split('\n').Select(line => $"  {LogText.Shown(LogText.OneLine(line), colors: false)}\n"));

    static string Line(TestResult result) => LogText.OneLine(result.Test.FullName) + ": " + (result.Outcome switch
    {
        TestOutcome.Passed => TerminalColors.Color("PASS", TerminalColors.Green) + Duration(result),
        TestOutcome.Failed => TerminalColors.Color("FAIL", TerminalColors.Red) + Duration(result),
        TestOutcome.Error => TerminalColors.Color("ERROR", TerminalColors.Red) + Duration(result),
        _ => TerminalColors.Color("SKIPPED", TerminalColors.Yellow),
    });

    static string Duration(TestResult result) =>
        string.Create(CultureInfo.InvariantCulture, $" ({result.Duration.TotalMilliseconds:0.###}ms)");

    static void Case(StringBuilder text, TestCase part, string indentation, bool isVerbose)
    {
        if (part.Passed && !isVerbose) return;

        text.Append(indentation).Append(LogText.OneLine(part.Name)).Append(": ")
            .Append(part.Passed ? TerminalColors.Color("PASS", TerminalColors.Green) : TerminalColors.Color("FAIL", TerminalColors.Red))
            .Append('\n');
        foreach (var inner in part.Cases) Case(text, inner, indentation + "  ", isVerbose);
    }

    static void Failure(StringBuilder text, TestResult result)
    {
        text.Append(Line(result)).Append('\n');
        if (result.Cases.Count == 0)
        {
            Where(text, result, result.FailedAt, "  ");
            return;
        }

        foreach (var (name, passed, failedAt) in result.Leaves)
        {
            if (passed) continue;
            text.Append("\n  ").Append(LogText.OneLine(name[1..])).Append(": ").Append(TerminalColors.Color("FAIL", TerminalColors.Red));
            text.Append('\n');
            Where(text, result, failedAt, "    ");
        }
    }

    static void Where(StringBuilder text, TestResult result, RegoTraceEvent? failedAt, string indentation)
    {
        text.Append('\n');
        foreach (var line in FailedLine.Describe(result.Test, failedAt)) text.Append(indentation).Append(line).Append('\n');
        text.Append('\n');
    }

    static void Count(StringBuilder text, string name, int count, int sum, string color)
    {
        if (count > 0) text.Append(CultureInfo.InvariantCulture, $"{TerminalColors.Color(name, color)}: {count}/{sum}\n");
    }

    static void Coverage(StringBuilder text, CoverageReport coverage)
    {
        text.Append("\nCOVERAGE\n").Append(Ruler).Append('\n');
        foreach (var (file, lines) in coverage.Files)
        {
            var missing = string.Join(", ", CoveredFile.Ranges(lines.NotCovered).Select(range => range.First == range.Last
                ? range.First.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")));
            text.Append(CultureInfo.InvariantCulture, $"{LogText.OneLine(file)}: {lines.Percent:0.##}%");
            text.Append(missing.Length == 0 ? "\n" : $", not covered: {missing}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Coverage: {coverage.Percent:0.##}%\n");
    }
}
