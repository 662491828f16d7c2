namespace Spaceforge.Cli.Manifests.Formats;

/// <summary>Findings as commands of a GitHub workflow, which shows them beside the lines.</summary>
static class GitHubFormat
{
    public static string Line(ManifestProblem problem) =>
        $"::{problem.Rule.Level} file={Property(problem.File)},line={problem.Place.Line},col={problem.Place.Column},title={problem.Rule.Code}::{Message(problem.Message)}";

    static string Message(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    static string Property(string text) => Message(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
