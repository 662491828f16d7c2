using Spaceforge.Cli.Json;

namespace Spaceforge.Cli.Manifests.Formats;

/// <summary>Findings as a list for scripts.</summary>
static class JsonFormat
{
    public static string Write(IReadOnlyList<ManifestFile> files) => JsonFinding.Write(files.SelectMany(file => file.Problems).Select(Of));

    static JsonFinding Of(ManifestProblem problem) => new()
    {
        File = problem.File,
        Line = problem.Place.Line,
        Column = problem.Place.Column,
        Severity = problem.Rule.Level,
        Code = problem.Rule.Code,
        Message = problem.Message,
    };
}
