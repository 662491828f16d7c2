using Spaceforge.Testing;

namespace Spaceforge.Scanning.Tests;

/// <summary>The parameters that every scanner has.</summary>
public sealed class ParameterTests
{
    [Fact]
    public async Task A_scanner_has_them_without_code_of_its_own()
    {
        using var harness = new PluginHarness<ScanningPage>
        {
            Parameters =
            {
                ["my_scanner_threshold"] = "Low",
                ["my_scanner_fail_mode"] = "Fail",
                ["my_scanner_at_most"] = "MEDIUM=1",
                ["my_scanner_additional_args"] = "--skip 'a b'",
            },
        };
        harness.Commands.Answer("my-scanner", exitCode: 2, output: """
            {"issues": [{"severity": "low", "rule": "A", "message": "x"}, {"severity": "medium", "rule": "B", "message": "y"}]}
            """);

        var outcome = await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(["--format", "json", "--skip", "a b", "."], Assert.Single(harness.Commands.Calls).Arguments);
        Assert.Equal("LOW", (string?)outcome.PolicyInputs["my-scanner"]["threshold"]);
        Assert.Equal(1, (int?)outcome.PolicyInputs["my-scanner"]["reached"]);
    }

    [Fact]
    public async Task A_class_sets_its_own_defaults_and_replaces_a_parameter_by_name()
    {
        using var harness = new PluginHarness<OwnScanner>();

        var outcome = await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal("MEDIUM", (string?)outcome.PolicyInputs["own-scanner"]["threshold"]);
        harness.Parameters["own_mode"] = "Fail";
        Assert.Equal(1, (await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken)).ExitCode);
    }

    public sealed class OwnScanner : ScannerPlugin
    {
        public OwnScanner() => Threshold = Severity.Medium;

        public override string Name => "own-scanner";

        [Parameter("Fail mode", Id = "own_mode")]
        public new FailMode FailMode { get; init; } = FailMode.Warn;

        protected override Task AfterPlanAsync(CancellationToken cancellationToken) =>
            ReportAsync([new ScanFinding(Severity.Medium, "A", "x")], Threshold, FailMode);
    }
}
