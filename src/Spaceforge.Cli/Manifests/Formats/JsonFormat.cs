using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;

namespace Spaceforge.Cli.Manifests.Formats;

/// <summary>Findings as a list for scripts.</summary>
static class JsonFormat
{
    public static string Write(IReadOnlyList<ManifestFile> files) => JsonText.Of(
        new JsonArray([.. files.SelectMany(file => file.Problems).Select(problem => new JsonObject
        {
            ["file"] = problem.File,
            ["line"] = problem.Place.Line,
            ["column"] = problem.Place.Column,
            ["severity"] = problem.Rule.Level,
            ["code"] = problem.Rule.Code,
            ["message"] = problem.Message,
        })]),
        indented: true) + "\n";
}
