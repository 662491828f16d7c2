using Spaceforge.Logging;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Manifests.Formats;

/// <summary>Findings as GitHub workflow commands, which GitHub shows next to the lines.</summary>
static class GitHubFormat
{
    public static string Line(ManifestProblem problem) =>
        $"::{(problem.Rule.Severity == RuleSeverity.Suggestion ? "notice" : problem.Rule.Level)} file={Property(problem.File)},line={problem.Place.Line},col={problem.Place.Column},title={problem.Rule.Code}::{Message(problem.Message)}";

    // The format encodes line breaks; other control characters would reach the log.
    public static string Message(string text) => string.Join("%0A", text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Split('\n')
        .Select(line => string.Join("%0D", line.Split('\r').Select(LogText.OneLine))));

    public static string Property(string text) => Message(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
