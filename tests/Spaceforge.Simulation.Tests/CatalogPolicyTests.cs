using System.Text.Json;

namespace Spaceforge.Simulation.Tests;

/// <summary>Every policy of the catalog in a simulated run with a plan of Terraform.</summary>
public sealed class CatalogPolicyTests : IDisposable
{
    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    /// <summary>What hooks leave, as each policy is to decide about it: (plugin, key, outcome, result).</summary>
    static IEnumerable<(string Plugin, string Key, string Outcome, string Result)> Results
    {
        get
        {
            foreach (var scanner in (string[])["checkov", "terraform-checks", "tflint", "trivy", "trufflehog"])
            {
                foreach (var (outcome, reached, mode) in
                    ((string, int, string)[])[("deny", 2, "policy"), ("warn", 2, "warn"), ("allow", 0, "policy")])
                {
                    yield return (scanner, scanner, outcome, $$"""
                        {"threshold": "high", "fail_mode": "{{mode}}", "total": 2, "reached": {{reached}}, "warnings": []}
                        """);
                }
            }

            // The policy of every scanner is the same: one run shows that this one has it.
            yield return ("kubeconform", "kubeconform", "deny",
                """{"threshold": "medium", "fail_mode": "policy", "total": 1, "reached": 1}""");
            yield return ("infracost", "infracost", "deny", """{"exceeded": ["too much"], "fail_mode": "policy", "estimated": true}""");
            yield return ("infracost", "infracost", "warn", """{"exceeded": ["too much"], "fail_mode": "warn", "estimated": true}""");
            yield return ("infracost", "infracost", "allow", """{"exceeded": [], "fail_mode": "policy", "estimated": true}""");
            yield return ("plan-summary", "plan_summary", "warn",
                """{"counts": {"delete": 1, "replace": 0}, "deleted": ["a.b"], "replaced": []}""");
            yield return ("plan-summary", "plan_summary", "allow",
                """{"counts": {"delete": 0, "replace": 0}, "deleted": [], "replaced": []}""");
        }
    }

    /// <summary>Terraform takes a second: one run asks all policies.</summary>
    [Theory]
    [InlineData("deny")]
    [InlineData("warn")]
    [InlineData("allow")]
    public Task A_policy_of_the_catalog_denies_warns_and_lets_pass(string outcome) =>
        DecideAsync(
            outcome,
            [.. Results.Where(result => result.Outcome == outcome).Select(result => (result.Plugin, result.Key, result.Result))]);

    [Fact]
    public Task A_scanner_without_a_result_is_denied() => DecideAsync(
        "deny", [.. Results.Where(result => result.Outcome == "allow" && result.Plugin == result.Key && result.Plugin != "infracost")
            .Select(result => (result.Plugin, $"other-than-{result.Plugin}", "{}"))]);

    async Task DecideAsync(string outcome, IReadOnlyList<(string Plugin, string Key, string Result)> results)
    {
        _simulated.Folder.Write("stack/main.tf", "resource \"terraform_data\" \"one\" { input = 1 }\n");
        _simulated.Write(new PluginManifest("one").Context(
            "one", [.. results.Select(result => ("after_plan", $"echo '{result.Result}' >{result.Key}.custom.spacelift.json"))]));
        var run = await _simulated.RunAsync(
            outcome == "deny" ? 1 : 0,
            ["one.yaml", "--source", "stack",
                .. results.SelectMany(result => (string[])["--policy", Repository.PathOf("plugins", result.Plugin, "plugin.yaml")])]);
        Assert.Equal(outcome == "deny" ? "FAILED" : "FINISHED", run.FinalState);
        var decision = Assert.Single(run.Json.GetProperty("policies").EnumerateArray());
        Assert.Equal(outcome, decision.GetProperty("outcome").GetString());
        // The plan is the one that Terraform made.
        Assert.Equal(
            "terraform_data.one",
            decision.GetProperty("input").GetProperty("terraform").GetProperty("resource_changes")[0].GetProperty("address").GetString());

        var policies = decision.GetProperty("policies").EnumerateArray().ToArray();
        Assert.Equal(
            results.Select(result => $"{result.Plugin} {outcome}").Order(StringComparer.Ordinal),
            policies.Select(policy => $"{policy.GetProperty("name").GetString()} {policy.GetProperty("outcome").GetString()}")
                .Order(StringComparer.Ordinal));
        Assert.All(policies, policy => Assert.Equal(JsonValueKind.Object, policy.GetProperty("result").ValueKind));
    }
}
