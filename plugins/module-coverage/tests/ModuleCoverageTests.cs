using System.Text.Json.Nodes;
using Spaceforge.Scanning.Tests;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hook of the plugin, with a stand-in for tfcov that prints testdata.</summary>
public sealed class ModuleCoverageTests() : ScannerContract(ScannerHarness.Of<ModuleCoveragePlugin>())
{
    protected override string Name => "module-coverage";

    protected override string Program => "tfcov";

    protected override Hook Hook => Hook.AfterInit;

    protected override string Clean => TestData("clean.json");

    protected override string Many(int count) => Report(100, 100, Enumerable.Range(1, count).Select(i => $"variable_{i}"));

    protected override void Prepare()
    {
        // Only the coverage itself has a severity that reaches the default; the contract is about findings of any kind.
        if (!Harness.Parameters.ContainsKey("module_coverage_threshold")) Threshold(Severity.Info);
    }

    [Fact]
    public async Task Coverage_below_the_minimum_counts_and_what_is_not_covered_is_listed()
    {
        Threshold(Severity.High);
        var outcome = await ScanAsync(TestData("findings.json"));
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            [
                "HIGH branch-coverage :0", "HIGH variable-coverage :0", "INFO variable :0 var.lifecycle_days", "INFO variable :0 var.tags",
                "INFO branch policy.tf:4",
            ],
            Findings(outcome));
        Assert.Equal(2, (int?)outcome.PolicyInputs[Name]["reached"]);
        Assert.Contains("60 % is less than 80 %, the minimum.", outcome.Log, StringComparison.Ordinal);
        Assert.Equal("--spacelift --format json", Arguments);
    }

    [Theory]
    [InlineData("60", "50", 0)]
    [InlineData("60.5", "50", 1)]
    [InlineData("0", "0", 0)]
    public async Task The_minimum_is_a_parameter(string variables, string branches, int reached)
    {
        Threshold(Severity.High);
        Harness.Parameters["module_coverage_variables"] = variables;
        Harness.Parameters["module_coverage_branches"] = branches;
        Assert.Equal(reached, (int?)(await ScanAsync(TestData("findings.json"))).PolicyInputs[Name]["reached"]);
    }

    [Theory]
    [InlineData("", "", "HEAD^")]
    [InlineData("", "main", "origin/main")]
    [InlineData("v1.2.0", "main", "v1.2.0")]
    public async Task In_ratchet_mode_coverage_must_not_drop(string reference, string branch, string used)
    {
        Threshold(Severity.High);
        Harness.Parameters["module_coverage_mode"] = "Ratchet";
        Harness.Parameters["module_coverage_base"] = reference;
        if (branch.Length > 0) Harness.Environment["TF_VAR_spacelift_stack_branch"] = branch;

        var outcome = await ScanAsync(Report(40, 50, [], new JsonObject { ["variable_coverage"] = 40, ["branch_coverage"] = 50.5 }));

        Assert.Equal(["HIGH branch-coverage :0"], Findings(outcome));
        Assert.Contains($"50 % is less than 50.5 %, {used}.", outcome.Log, StringComparison.Ordinal);
        Assert.Equal($"--spacelift --format json --base-ref={used}", Arguments);
    }

    [Fact]
    public async Task Without_a_base_there_is_a_warning()
    {
        Harness.Parameters["module_coverage_mode"] = "Ratchet";
        var outcome = await ScanAsync(Clean, error: "tfcov: skipping ratchet base: unknown revision");
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("There is no coverage of HEAD^ to compare with.", outcome.Log, StringComparison.Ordinal);
        Assert.Single(outcome.PolicyInputs[Name]["warnings"]!.AsArray());
    }

    static string Report(double variables, double branches, IEnumerable<string> uncovered, JsonObject? before = null) => new JsonObject
    {
        ["module_root"] = ".",
        ["variable_coverage"] = variables,
        ["branch_coverage"] = branches,
        ["variables"] = new JsonObject { ["uncovered"] = new JsonArray([.. uncovered.Select(name => (JsonNode)name)]) },
        ["branches"] = new JsonObject { ["detail"] = new JsonArray() },
        ["examples"] = new JsonArray("examples/basic"),
        ["base"] = before,
    }.ToJsonString();
}
