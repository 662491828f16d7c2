using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;
using Spaceforge.Shared.Diagnostics;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Manifests.Formats;

/// <summary>Findings in the Static Analysis Results Interchange Format, 2.1.0, which code hosts and editors read.</summary>
static class SarifFormat
{
    public static string Write(IReadOnlyList<ManifestFile> files)
    {
        var problems = files.SelectMany(file => file.Problems).ToArray();
        var rules = problems.Select(problem => problem.Rule).Distinct().OrderBy(rule => rule.Code, StringComparer.Ordinal).ToList();
        return JsonText.Of(
            new JsonObject
            {
                ["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
                ["version"] = "2.1.0",
                ["runs"] = new JsonArray(new JsonObject
                {
                    ["tool"] = new JsonObject
                    {
                        ["driver"] = new JsonObject
                        {
                            ["name"] = "spaceforge",
                            ["semanticVersion"] = LibraryVersion.Text,
                            ["rules"] = new JsonArray([.. rules.Select(Rule)]),
                        },
                    },
                    // Columns are UTF-16 code units, as in .NET.
                    ["columnKind"] = "utf16CodeUnits",
                    ["artifacts"] = new JsonArray([.. files.Select(file => new JsonObject { ["location"] = Location(file.File) })]),
                    ["results"] = new JsonArray([.. problems.Select(problem => Result(problem, rules.IndexOf(problem.Rule)))]),
                }),
            },
            indented: true) + "\n";
    }

    static string Level(Rule rule) => rule.Severity == RuleSeverity.Suggestion ? "note" : rule.Level;

    static JsonObject Rule(Rule rule) => new()
    {
        ["id"] = rule.Code,
        ["shortDescription"] = new JsonObject { ["text"] = $"{rule.Title}." },
        ["helpUri"] = $"{DiagnosticPages.Address}{rule.Code}.md",
        ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule) },
    };

    static JsonObject Result(ManifestProblem problem, int rule) => new()
    {
        ["ruleId"] = problem.Rule.Code,
        ["ruleIndex"] = rule,
        ["level"] = Level(problem.Rule),
        ["message"] = new JsonObject { ["text"] = problem.Message },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = Location(problem.File),
                ["region"] = new JsonObject { ["startLine"] = problem.Place.Line, ["startColumn"] = problem.Place.Column },
            },
        }),
    };

    static JsonObject Location(string file) =>
        new() { ["uri"] = string.Join('/', file.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)) };
}
