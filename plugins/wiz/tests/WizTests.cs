using System.Text.Json.Nodes;
using Spaceforge.Scanning.Tests;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hook of the plugin, with a stand-in for Wiz CLI that prints testdata.</summary>
public sealed class WizTests : ScannerContract
{
    public WizTests()
        : base(ScannerHarness.Of<WizPlugin>())
    {
        Harness.Parameters["wiz_client_id"] = "client-of-the-test";
        Harness.Parameters["wiz_client_secret"] = "secret-of-the-test";
    }

    protected override string Name => "wiz";

    protected override string Program => "wizcli";

    protected override Hook Hook => Hook.BeforePlan;

    protected override string Clean => TestData("clean.json");

    protected override string Many(int count) => new JsonObject
    {
        ["status"] = new JsonObject { ["state"] = "SUCCESS" },
        ["result"] = new JsonObject
        {
            ["scanStatistics"] = new JsonObject { ["filesParsed"] = 1 },
            ["ruleMatches"] = new JsonArray([.. Enumerable.Range(1, count).Select(i => (JsonNode)new JsonObject
            {
                ["rule"] = new JsonObject { ["id"] = $"rule-{i % 60}", ["name"] = $"Rule {i % 60}" },
                ["severity"] = "HIGH",
                ["matches"] = new JsonArray(new JsonObject { ["fileName"] = "main.tf", ["lineNumber"] = i }),
            })]),
        },
    }.ToJsonString();

    protected override void Prepare() => Harness.Commands.Answer("wizcli auth", output: "Authenticated");

    [Fact]
    public async Task Findings_have_severity_file_line_resource_and_a_fix()
    {
        var outcome = await ScanAsync(TestData("findings.json"), exitCode: 4);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            [
                "CRITICAL 7a3f1c52-0000-4000-8000-000000000001 main.tf:24 aws_security_group.web",
                "HIGH secret variables.tf:8",
                "MEDIUM 7a3f1c52-0000-4000-8000-000000000002 modules/storage/main.tf:3 aws_s3_bucket.logs",
                "MEDIUM 7a3f1c52-0000-4000-8000-000000000002 modules/storage/main.tf:11 aws_s3_bucket.data",
                "INFO 7a3f1c52-0000-4000-8000-000000000003 main.tf:31 aws_instance.web",
            ],
            Findings(outcome));
        Assert.Equal(2, (int?)outcome.PolicyInputs["wiz"]["reached"]);
        Assert.Contains("should be limited to known addresses", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.DoesNotContain("postgres", outcome.Markdown[0] + outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_no_argument()
    {
        Harness.Parameters["wiz_policies"] = "one, two words";
        await ScanAsync(Clean);
        Assert.Equal(
            "iac scan --path . --format json --no-style --no-color --no-telemetry --policy one --policy two words", Arguments);
        Assert.DoesNotContain(Harness.Commands.Calls, call => call.Arguments.Any(argument => argument.Contains("of-the-test", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refused_client_fails_the_hook()
    {
        Harness.Commands.Answer("wizcli auth", exitCode: 3, error: "invalid client");
        var outcome = await Harness.RunAsync(Hook, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'wizcli auth' exited with 3", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_repository_must_be_trusted()
    {
        Harness.WriteFile(".wiz", "ignore: {}");
        var outcome = await ScanAsync(Clean);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The repository has .wiz", outcome.Log, StringComparison.Ordinal);

        Harness.Parameters["wiz_repository_settings"] = "true";
        Assert.True((await ScanAsync(Clean)).Succeeded);
    }

    [Theory]
    [InlineData("""{"status": {"state": "SUCCESS"}, "result": {"scanStatistics": {"filesParsed": 0}}}""", "no file was read")]
    [InlineData("""{"status": {"state": "SUCCESS"}, "result": {"scanStatistics": {"filesParsed": 2, "queriesExecutionFailed": 1}}}""",
        "Wiz could not run 1 check.")]
    public async Task What_was_not_checked_is_a_warning(string output, string warning)
    {
        var outcome = await ScanAsync(output);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains(warning, (string?)outcome.PolicyInputs["wiz"]["warnings"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_that_did_not_complete_fails_the_hook()
    {
        var outcome = await ScanAsync("""{"status": {"state": "FAILED"}, "result": {"scanStatistics": {}}}""");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("its state is FAILED", outcome.Log, StringComparison.Ordinal);
    }
}
