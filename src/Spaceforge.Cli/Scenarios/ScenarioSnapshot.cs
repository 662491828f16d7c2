using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DiffPlex.DiffBuilder.Model;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Terminal;
using Spaceforge.Files;
using Spaceforge.Secrets;

namespace Spaceforge.Cli.Scenarios;

/// <summary>The result of a run in a file, without what differs from run to run.</summary>
static partial class ScenarioSnapshot
{
    const int Largest = 10_000_000;
    const int Context = 3;
    const int MostShown = 200;

    static readonly string[] DecisionParts = ["type", "run_state", "outcome", "state", "denials", "warnings", "flags", "sent"];

    /// <param name="manifests">The manifests' paths, which differ from machine to machine.</param>
    public static string Of(JsonObject result, IReadOnlyList<string> manifests)
    {
        var snapshot = new JsonObject
        {
            ["state"] = result["final_state"]?.DeepClone(),
            ["phases"] = new JsonArray([.. List(result["phases"]).Select(phase => new JsonObject
            {
                ["name"] = phase["name"]?.DeepClone(),
                ["state"] = phase["state"]?.DeepClone(),
                // The phases' own commands belong to Terraform, which says the same in other words from release to release.
                ["hooks"] = new JsonArray([.. List(phase["steps"]).Where(step => step["plugin"] is not null).Select(step => new JsonObject
                {
                    ["name"] = step["name"]?.DeepClone(),
                    ["plugin"] = step["plugin"]?.DeepClone(),
                    ["state"] = step["state"]?.DeepClone(),
                    ["exit_code"] = step["exit_code"]?.DeepClone(),
                    ["log"] = step["log"]?.DeepClone(),
                })]),
            })]),
            ["outputs"] = result["outputs"]?.DeepClone(),
            ["policy_inputs"] = result["policy_input"]?.DeepClone(),
            ["decisions"] = new JsonArray([.. List(result["policies"]).Select(decision => new JsonObject(
                DecisionParts.Select(part => KeyValuePair.Create(part, decision[part]?.DeepClone()))))]),
            ["warnings"] = result["warnings"]?.DeepClone(),
        };
        return JsonText.Of(MaskedJson.Of(snapshot, text => Steady(WithoutFolders(text))), indented: true) + "\n";

        string WithoutFolders(string text) => manifests.Aggregate(
            text, (shorter, path) => shorter.Replace(path, Path.GetFileName(path), StringComparison.Ordinal));
    }

    /// <summary>The differences to the file, or null if there are none.</summary>
    public static string? Compare(Scenario scenario, string actual)
    {
        using var folder = ForeignFolder.Open(scenario.Folder);
        if (folder.ReadIfThere(scenario.SnapshotName, Largest) is null)
        {
            return $"{scenario.SnapshotName} does not exist; write it with --update.";
        }

        var expected = folder.ReadText(scenario.SnapshotName, Largest).ReplaceLineEndings("\n");
        return expected == actual ? null : $"the result differs from {scenario.SnapshotName}; if that is meant, run with --update:\n{Diff(expected, actual)}";
    }

    public static bool Update(Scenario scenario, string actual)
    {
        using var folder = ForeignFolder.Open(scenario.Folder);
        if (folder.ReadIfThere(scenario.SnapshotName, Largest) is not null
            && folder.ReadText(scenario.SnapshotName, Largest).ReplaceLineEndings("\n") == actual)
        {
            return false;
        }

        folder.WriteText(scenario.SnapshotName, actual);
        return true;
    }

    static string Diff(string expected, string actual)
    {
        var lines = LineDifference.Of(expected, actual);
        var shown = new List<string>();
        for (var i = 0; i < lines.Count && shown.Count < MostShown; i++)
        {
            var near = Enumerable.Range(Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1) - Math.Max(0, i - Context))
                .Any(j => lines[j].Type != ChangeType.Unchanged);
            if (!near)
            {
                if (shown.Count > 0 && shown[^1] != "  ...") shown.Add("  ...");
                continue;
            }

            shown.Add(lines[i].Type switch
            {
                ChangeType.Inserted => $"+ {lines[i].Text}",
                ChangeType.Deleted => $"- {lines[i].Text}",
                _ => $"  {lines[i].Text}",
            });
        }

        return string.Join('\n', shown);
    }

    static string Steady(string text)
    {
        var steady = Identifier().Replace(Moment().Replace(text, "<time>"), "<id>");
        return Duration().Replace(Port().Replace(steady, "127.0.0.1:<port>"), "<duration>");
    }

    static IEnumerable<JsonObject> List(JsonNode? node) => node is JsonArray items ? items.OfType<JsonObject>() : [];

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?")]
    private static partial Regex Moment();

    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\b127\.0\.0\.1:\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"\b\d+(\.\d+)? ?(ms|s|seconds|milliseconds)\b")]
    private static partial Regex Duration();
}
