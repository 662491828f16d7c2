using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;
using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies.Formats;

/// <summary>
/// Results for scripts, in the shape of <c>opa test --format json</c>; with coverage in that of <c>opa test --coverage</c>.
/// </summary>
static class TestJson
{
    public static string Write(TestReport report)
    {
        JsonNode tests = new JsonArray([.. report.Results.Select(Test)]);
        if (report.Coverage is { } coverage) tests = Coverage(coverage, tests);
        return JsonText.Of(tests, indented: true) + "\n";
    }

    static JsonObject Test(TestResult result)
    {
        var test = new JsonObject
        {
            ["location"] = Location(result.Test.Place),
            ["package"] = result.Test.Package,
            ["name"] = result.Test.Name,
        };
        if (result.Outcome == TestOutcome.Failed) test["fail"] = true;
        if (result.Outcome == TestOutcome.Skipped) test["skip"] = true;
        if (result.Error is { } error)
        {
            test["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["location"] = Location(error.Place) };
        }

        test["duration"] = (long)(result.Duration.TotalMilliseconds * 1e6);
        if (result.Outcome == TestOutcome.Failed && result.FailedAt is { } failedAt) test["failed_at"] = FailedAt(result.Test, failedAt);
        // OPA writes bytes, and JSON has them in base64.
        if (result.Output.Length > 0) test["output"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(result.Output));
        if (result.Cases.Count > 0) test["sub_results"] = Cases(result.Test, result.Cases);
        return test;
    }

    static JsonObject Cases(PolicyTest test, IReadOnlyList<TestCase> cases)
    {
        var results = new JsonObject();
        foreach (var part in cases)
        {
            var result = new JsonObject { ["name"] = part.Name };
            if (!part.Passed) result["fail"] = true;
            if (part.FailedAt is { } failedAt) result["failed_at"] = FailedAt(test, failedAt);
            if (part.Cases.Count > 0) result["sub_results"] = Cases(test, part.Cases);
            results[part.Name] = result;
        }

        return results;
    }

    static JsonObject FailedAt(PolicyTest test, RegoTraceEvent failedAt)
    {
        var values = new JsonObject();
        foreach (var (name, value) in failedAt.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            values[name] = RegoJson.ToNode(value);
        }

        return new JsonObject
        {
            ["location"] = Location(failedAt.Place),
            ["text"] = FailedLine.Source(test.Group, failedAt.Place),
            ["values"] = values,
        };
    }

    static JsonObject? Location(RegoPlace place) => place.File is not { Length: > 0 } ? null
        : new JsonObject { ["file"] = place.File, ["row"] = place.Line, ["col"] = place.Column };

    static JsonObject Coverage(CoverageReport coverage, JsonNode tests)
    {
        var files = new JsonObject();
        foreach (var (file, lines) in coverage.Files)
        {
            files[file] = new JsonObject
            {
                ["covered"] = Ranges(lines.Covered),
                ["not_covered"] = Ranges(lines.NotCovered),
                ["covered_lines"] = lines.Covered.Count,
                ["not_covered_lines"] = lines.NotCovered.Count,
                ["coverage"] = lines.Percent,
            };
        }

        return new JsonObject
        {
            ["files"] = files,
            ["covered_lines"] = coverage.Covered,
            ["not_covered_lines"] = coverage.NotCovered,
            ["coverage"] = coverage.Percent,
            ["tests"] = tests,
        };
    }

    static JsonArray Ranges(IReadOnlyList<int> lines) => [.. CoveredFile.Ranges(lines).Select(range => (JsonNode)new JsonObject
    {
        ["start"] = new JsonObject { ["row"] = range.First },
        ["end"] = new JsonObject { ["row"] = range.Last },
    })];
}
