using System.Text.Json.Nodes;
using Spaceforge.Scanning.Tests;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hook of the plugin, with Trivy's output from testdata.</summary>
public sealed class TrivyTests() : ScannerContract(ScannerHarness.Of<TrivyPlugin>())
{
    protected override string Name => "trivy";

    protected override Hook Hook => Hook.AfterPlan;

    protected override string Clean => TestData("clean.json");

    protected override string Many(int count)
    {
        var found = Enumerable.Range(1, count).Select(i => (JsonNode)new JsonObject
        {
            ["ID"] = $"AWS-{i % 60}",
            ["Severity"] = "HIGH",
            ["Message"] = $"Finding {i}",
            ["CauseMetadata"] = new JsonObject { ["StartLine"] = i },
        });
        var result = new JsonObject { ["Target"] = "main.tf", ["Misconfigurations"] = new JsonArray([.. found]) };
        return new JsonObject { ["SchemaVersion"] = 2, ["Results"] = new JsonArray(result) }.ToJsonString();
    }

    [Fact]
    public async Task Findings_have_their_severity_place_and_resource_the_worst_first()
    {
        var outcome = await ScanAsync(TestData("findings.json"));
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            [
                "CRITICAL AWS-0107 main.tf:24 aws_security_group.web",
                "HIGH AWS-0086 main.tf:1 aws_s3_bucket.logs",
                "UNKNOWN USER-0001 modules/db/main.tf:0",
                "MEDIUM AWS-0090 main.tf:1 aws_s3_bucket.logs",
                "LOW AWS-0094 main.tf:1 aws_s3_bucket.logs",
            ],
            Findings(outcome));
        Assert.Equal("""{"CRITICAL":1,"HIGH":1,"MEDIUM":1,"LOW":1,"INFO":0,"UNKNOWN":1}""", outcome.PolicyInputs["trivy"]["counts"]!.ToJsonString());
        Assert.Contains("[AWS-0086](https://avd.aquasec.com/misconfig/aws-0086)", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Contains("`main.tf:1-3`", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Contains("CRITICAL AWS-0107 main.tf:24 Security group rule allows", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Severity.Critical, 2)]
    [InlineData(Severity.High, 3)]
    [InlineData(Severity.Medium, 4)]
    [InlineData(Severity.Low, 5)]
    [InlineData(Severity.Info, 5)]
    [InlineData(Severity.Unknown, 5)]
    public async Task The_threshold_counts_itself_and_what_is_above_and_unknown_severities(Severity threshold, int reached)
    {
        Threshold(threshold);
        Assert.Equal(reached, (int?)(await ScanAsync(TestData("findings.json"))).PolicyInputs["trivy"]["reached"]);
    }

    [Fact]
    public async Task The_source_is_scanned_without_the_plan_beside_it()
    {
        Harness.Parameters["trivy_additional_args"] = "--skip-dirs 'my examples' --timeout 10m";
        await ScanAsync(Clean);
        Assert.Equal(
            "config --format json --exit-code 0 --skip-version-check --disable-telemetry --skip-dirs my examples --timeout 10m --skip-files spacelift.plan.json,spacelift.plan,spacelift.state.before.json .",
            Arguments);
    }

    [Theory]
    [InlineData("trivy.yaml")]
    [InlineData(".trivyignore")]
    [InlineData(".trivyignore.yaml")]
    [Attack("repository", "contains a list of findings to ignore", "the hook fails unless the installer trusts it")]
    public async Task Settings_of_the_repository_must_be_trusted(string file)
    {
        Harness.WriteFile(file, "AVD-AWS-0107");
        var outcome = await Harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"The repository has {file}", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(Harness.Commands.Calls);

        Harness.Parameters["trivy_repository_settings"] = "true";
        Assert.True((await ScanAsync(Clean)).Succeeded);
    }

    [Fact]
    public async Task A_finding_has_the_words_on_how_to_fix_it()
    {
        var outcome = await ScanAsync("""
            {"SchemaVersion": 2, "Results": [{"Target": "main.tf", "Misconfigurations": [
              {"ID": "A", "Severity": "HIGH", "Status": "FAIL", "Message": "Open", "Resolution": "Close it"}]}]}
            """);
        Assert.Equal("Close it", (string?)outcome.PolicyInputs["trivy"]["findings"]![0]!["fix"]);
        Assert.Contains("Open Fix: Close it", outcome.Markdown[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_is_scanned_where_it_is_the_target()
    {
        Harness.Parameters["trivy_target"] = "Plan";
        Harness.WriteFile("spacelift.plan.json", """{"format_version": "1.2", "resource_changes": []}""");
        Assert.True((await ScanAsync(Clean)).Succeeded);
        Assert.EndsWith(" spacelift.plan.json", Arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_plan_fails_the_hook()
    {
        Harness.Parameters["trivy_target"] = "Plan";
        var outcome = await ScanAsync(Clean);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("There is no plan.", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"SchemaVersion": 2, "Results": "none"}""", "$.Results is not a list")]
    [InlineData("""{"SchemaVersion": 2, "Results": [7]}""", "$.Results[0] is not an object")]
    [InlineData("""{"SchemaVersion": 2, "Results": [{"Misconfigurations": [{"ID": "A", "Severity": 4}]}]}""", "$.Results[0].Misconfigurations[0].Severity is not a string")]
    [InlineData("""{"SchemaVersion": 2, "Results": [{"Misconfigurations": [{"ID": "A", "CauseMetadata": {"StartLine": "3"}}]}]}""", "CauseMetadata.StartLine is not an integer")]
    public async Task A_member_of_another_kind_is_named(string output, string message)
    {
        var outcome = await ScanAsync(output);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("tool output", "a result that covers no file", "it is reported in the log, on the run's page and to the policy, and is not a clean scan")]
    public async Task A_scan_of_nothing_is_reported()
    {
        var outcome = await ScanAsync("""{"SchemaVersion": 2}""");
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("Trivy found nothing to check: no file was scanned.", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("no file was scanned", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.DoesNotContain("✅", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Contains("no file was scanned", (string?)outcome.PolicyInputs["trivy"]["warnings"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_printed_fails_the_hook()
    {
        var outcome = await ScanAsync("", error: "WARN\tthe cache is full");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'trivy' printed nothing: WARN the cache is full", outcome.Log, StringComparison.Ordinal);
    }
}
