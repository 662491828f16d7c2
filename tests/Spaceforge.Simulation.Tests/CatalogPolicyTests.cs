using System.Text.Json;

namespace Spaceforge.Simulation.Tests;

/// <summary>Every policy of the catalog in a simulated run with a plan of Terraform.</summary>
public sealed class CatalogPolicyTests : IDisposable
{
    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    public static TheoryData<string, string, string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string, string, string>();
            foreach (var scanner in (string[])["checkov", "terraform-checks", "tflint", "trivy", "trufflehog"])
            {
                foreach (var (outcome, reached, mode) in
                    ((string, int, string)[])[("deny", 2, "policy"), ("warn", 2, "warn"), ("allow", 0, "policy")])
                {
                    runs.Add(scanner, scanner, outcome, $$"""
                        {"threshold": "high", "fail_mode": "{{mode}}", "total": 2, "reached": {{reached}}, "warnings": []}
                        """);
                }

                runs.Add(scanner, "other", "deny", "{}");
            }

            // The policy of every scanner is the same: one run shows that this one has it.
            runs.Add(
                "kubeconform", "kubeconform", "deny", """{"threshold": "medium", "fail_mode": "policy", "total": 1, "reached": 1}""");
            runs.Add("infracost", "infracost", "deny", """{"exceeded": ["too much"], "fail_mode": "policy", "estimated": true}""");
            runs.Add("infracost", "infracost", "warn", """{"exceeded": ["too much"], "fail_mode": "warn", "estimated": true}""");
            runs.Add("infracost", "infracost", "allow", """{"exceeded": [], "fail_mode": "policy", "estimated": true}""");
            runs.Add("plan-summary", "plan_summary", "warn", """{"counts": {"delete": 1, "replace": 0}, "deleted": ["a.b"], "replaced": []}""");
            runs.Add("plan-summary", "plan_summary", "allow", """{"counts": {"delete": 0, "replace": 0}, "deleted": [], "replaced": []}""");
            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_policy_of_the_catalog_denies_warns_and_lets_pass(string plugin, string key, string outcome, string result)
    {
        _simulated.Folder.Write("stack/main.tf", "resource \"terraform_data\" \"one\" { input = 1 }\n");
        _simulated.Write(new PluginManifest("one").Context("one", ("after_plan", $"echo '{result}' >{key}.custom.spacelift.json")));
        var run = await _simulated.RunAsync(
            outcome == "deny" ? 1 : 0, "one.yaml", "--source", "stack", "--policy", Repository.PathOf("plugins", plugin, "plugin.yaml"));
        Assert.Equal(outcome == "deny" ? "FAILED" : "FINISHED", run.FinalState);
        var decision = Assert.Single(run.Json.GetProperty("policies").EnumerateArray());
        Assert.Equal(outcome, decision.GetProperty("outcome").GetString());
        // The plan is the one that Terraform made.
        Assert.Equal(
            "terraform_data.one",
            decision.GetProperty("input").GetProperty("terraform").GetProperty("resource_changes")[0].GetProperty("address").GetString());
        Assert.Equal(JsonValueKind.Object, decision.GetProperty("policies")[0].GetProperty("result").ValueKind);
    }
}
