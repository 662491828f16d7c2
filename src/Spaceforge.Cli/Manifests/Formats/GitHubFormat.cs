using Spaceforge.Validation;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Manifests.Formats;

/// <summary>Findings as commands of a GitHub workflow, which shows them beside the lines.</summary>
static class GitHubFormat
{
    public static string Line(ManifestProblem problem) =>
        $"::{(problem.Rule.Severity == RuleSeverity.Suggestion ? "notice" : problem.Rule.Level)} file={Property(problem.File)},line={problem.Place.Line},col={problem.Place.Column},title={problem.Rule.Code}::{Message(problem.Message)}";

    // Line breaks are the format's own; GitHub shows what comes of the rest on a terminal.
    public static string Message(string text) => string.Join("%0A", text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Split('\n')
        .Select(line => string.Join("%0D", line.Split('\r').Select(LogText.OneLine))));

    public static string Property(string text) => Message(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
