using System.Text.Json.Nodes;
using Spaceforge.Scanning.Tests;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hook of the plugin, with Checkov's output from testdata.</summary>
public sealed class CheckovTests() : ScannerContract(ScannerHarness.Of<CheckovPlugin>())
{
    protected override string Name => "checkov";

    protected override Hook Hook => Hook.AfterPlan;

    protected override string Clean => TestData("clean.json");

    protected override string Many(int count) => new JsonObject
    {
        ["check_type"] = "terraform_plan",
        ["results"] = new JsonObject
        {
            ["failed_checks"] = new JsonArray([.. Enumerable.Range(1, count).Select(i => (JsonNode)new JsonObject
            {
                ["check_id"] = $"CKV_AWS_{i % 60}",
                ["check_name"] = $"Check {i}",
                ["file_path"] = "/main.tf",
                ["file_line_range"] = new JsonArray(i, i + 2),
                ["severity"] = null,
            })]),
        },
    }.ToJsonString();

    protected override void Prepare() => Harness.WriteFile("spacelift.plan.json", """{"format_version": "1.2", "resource_changes": []}""");

    [Fact]
    public async Task Failed_checks_of_all_frameworks_have_their_place_and_resource()
    {
        var outcome = await ScanAsync(TestData("findings.json"));
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            [
                "CRITICAL CKV_AWS_24 main.tf:18 aws_security_group.web",
                "HIGH CKV_AWS_18 modules/logs/main.tf:1 module.logs.aws_s3_bucket.this",
                "UNKNOWN CKV_SECRET_6 variables.tf:9 0f6d6f8d5e9a3c3d1f2f7b5f5cde0b0ea7e1b3a5",
                "MEDIUM CKV_AWS_144 modules/logs/main.tf:1 module.logs.aws_s3_bucket.this",
                "LOW CKV2_AWS_62 modules/logs/main.tf:1 module.logs.aws_s3_bucket.this",
            ],
            Findings(outcome));
        Assert.Contains("`main.tf:18-30`", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Contains("could not read 1 file: not checked", outcome.Log, StringComparison.Ordinal);
        // Code of the source, which may hold a secret, is shown nowhere.
        Assert.DoesNotContain("AAAA", outcome.Log + outcome.Markdown[0] + outcome.PolicyInputs["checkov"].ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Severity.Critical, 2)]
    [InlineData(Severity.High, 3)]
    [InlineData(Severity.Medium, 4)]
    [InlineData(Severity.Low, 5)]
    public async Task Checks_without_a_severity_reach_every_threshold(Severity threshold, int reached)
    {
        Threshold(threshold);
        Assert.Equal(reached, (int?)(await ScanAsync(TestData("findings.json"))).PolicyInputs["checkov"]["reached"]);
    }

    [Theory]
    [InlineData(".checkov.yaml")]
    [InlineData(".checkov.yml")]
    [Attack("repository", "contains scanner settings that skip checks and run code", "the hook fails unless the installer trusts them")]
    public async Task Settings_of_the_repository_must_be_trusted(string file)
    {
        Harness.WriteFile(file, "skip-check: [CKV_AWS_24]\nexternal-checks-dir: [evil]\n");
        var outcome = await Harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"The repository has {file}", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(Harness.Commands.Calls);

        Harness.Parameters["checkov_repository_settings"] = "true";
        Assert.True((await ScanAsync(Clean)).Succeeded);
    }

    [Theory]
    [InlineData("false", 1)]
    [InlineData("true", 0)]
    [Attack("repository", "skips a check with a comment", "the check counts as failed unless the installer trusts comments")]
    public async Task Skip_comments_of_the_source_must_be_trusted(string trusted, int found)
    {
        Harness.Parameters["checkov_repository_settings"] = trusted;
        var outcome = await ScanAsync("""
            {"check_type": "terraform_plan", "results": {"passed_checks": [], "failed_checks": [], "parsing_errors": [], "skipped_checks": [
              {"check_id": "CKV_AWS_24", "check_name": "SSH", "file_path": "/main.tf", "file_line_range": [1, 2], "resource": "aws_security_group.web"}]}}
            """);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(found, (int?)outcome.PolicyInputs["checkov"]["total"]);
    }

    [Fact]
    public async Task Nothing_to_look_at_is_no_finding()
    {
        var outcome = await ScanAsync(TestData("nothing.json"));
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(0, (int?)outcome.PolicyInputs["checkov"]["total"]);
    }

    [Fact]
    public async Task The_plan_is_looked_at_with_the_lines_of_the_source()
    {
        Harness.Parameters["checkov_additional_args"] = "--skip-check CKV_AWS_144";
        await ScanAsync(Clean);
        Assert.Equal(
            "--output json --compact --soft-fail --framework terraform_plan --file spacelift.plan.json --repo-root-for-plan-enrichment . --skip-check CKV_AWS_144",
            Arguments);
        Assert.Null(Harness.Commands.Calls[^1].Options.Environment["BC_API_KEY"]);
    }

    [Fact]
    public async Task The_source_is_looked_at_where_that_is_the_target()
    {
        Harness.Parameters["checkov_target"] = "source";
        await ScanAsync(Clean);
        Assert.Equal("--output json --compact --soft-fail --directory . --skip-path spacelift.plan.json", Arguments);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_fails_the_hook()
    {
        var outcome = await ScanAsync("""
            {"check_type": "terraform_plan", "results": {"passed_checks": [], "failed_checks": [], "skipped_checks": [], "parsing_errors": ["/spacelift.plan.json"]}}
            """);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Checkov could not read the plan, so nothing was checked.", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_that_the_repository_makes_hard_failures_are_findings()
    {
        var outcome = await ScanAsync(TestData("findings.json"), exitCode: 1);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.NotEmpty(Findings(outcome));
    }

    [Fact]
    public async Task With_a_key_the_platform_gets_the_repository_and_no_results()
    {
        Harness.Parameters["checkov_api_key"] = "the-prisma-key";
        Harness.Environment["TF_VAR_spacelift_repository"] = "acme/infra";
        Harness.Environment["TF_VAR_spacelift_commit_branch"] = "feature";
        Harness.Parameters["checkov_api_url"] = "https://api4.prismacloud.io";
        await ScanAsync(Clean);
        Assert.EndsWith("--repo-id acme/infra --branch feature --skip-results-upload", Arguments, StringComparison.Ordinal);
        Assert.Equal("https://api4.prismacloud.io", Harness.Commands.Calls[^1].Options.Environment["PRISMA_API_URL"]);

        Harness.Parameters["checkov_upload"] = "true";
        await ScanAsync(Clean);
        Assert.EndsWith("--repo-id acme/infra --branch feature", Arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_without_a_plan_is_left_alone_only_where_nothing_of_it_is_terraform()
    {
        File.Delete(Path.Combine(Harness.ProjectRoot, "spacelift.plan.json"));
        Harness.WriteFile("Pulumi.yaml", "name: app");
        var outcome = await Harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("Nothing was checked: this is a Pulumi stack", outcome.Log, StringComparison.Ordinal);

        Harness.WriteFile("main.tf", "");
        outcome = await Harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("There is no plan.", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_goes_by_the_environment_and_is_masked()
    {
        Harness.Environment["TF_VAR_spacelift_repository"] = "acme/infra";
        Harness.Parameters["checkov_api_key"] = "the-prisma-key";
        var outcome = await ScanAsync("", exitCode: 2, error: "the-prisma-key was refused");
        Assert.Equal("the-prisma-key", Harness.Commands.Calls[^1].Options.Environment["BC_API_KEY"]);
        Assert.DoesNotContain("the-prisma-key", Arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("the-prisma-key", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("'checkov' exited with 2: ***** was refused", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"results": []}""", "$.results is not an object")]
    [InlineData("""[{"results": {"failed_checks": [{"file_line_range": ["1"]}]}}]""", "$[0].results.failed_checks[0].file_line_range[0] is not an integer")]
    public async Task A_member_of_another_kind_is_named(string output, string message)
    {
        var outcome = await ScanAsync(output);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("tool output", "an empty list of results", "the hook fails")]
    public async Task An_empty_list_is_no_result()
    {
        var outcome = await ScanAsync("[]");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("nothing was scanned", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("tool output", "a result that only has counts, all zero", "it is reported in the log, on the run's page and to the policy")]
    public async Task A_scan_of_nothing_is_reported()
    {
        var outcome = await ScanAsync("""{"passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "resource_count": 0, "checkov_version": "3.3.9"}""");
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("no resource was scanned", outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("✅", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Contains("no resource was scanned", (string?)outcome.PolicyInputs["checkov"]["warnings"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_printed_fails_the_hook()
    {
        var outcome = await ScanAsync("", error: "Killed");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'checkov' printed nothing: Killed", outcome.Log, StringComparison.Ordinal);
    }
}
