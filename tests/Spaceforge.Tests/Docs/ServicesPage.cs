using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Spaceforge.Testing;

namespace Spaceforge.Tests.Docs;

/// <summary>The code of docs/services.md.</summary>
sealed class ServicesPage : SpaceforgePlugin
{
    public override string Name => "services-page";

    public override bool ExportsVariables => true;

    public override IReadOnlyList<Context> Contexts =>
        [new("services-page") { Hooks = new() { BeforeInit = ["export SESSION_TOKEN=\"$(session-tool token)\""] } }];

    public override IReadOnlyList<Policy> Policies =>
    [
        new("deletions", PolicyType.Plan, """
            package spacelift

            deny contains sprintf("%d resource is deleted", [count]) if {
              count := input.third_party_metadata.custom.deletions.count
              count > 0
            }
            """) { EngineType = PolicyEngineType.RegoV1 },
    ];

    protected override Task BeforeInitAsync(CancellationToken cancellationToken)
    {
        if (RunInfo.Type == RunType.Proposed || RunInfo.StackLabels.Contains("skip-scan")) return Task.CompletedTask;
        Logger.LogInformation("Run {Id} of stack {Stack}", RunInfo.Id ?? "local", RunInfo.StackId);

        AddMask(Env["SESSION_TOKEN"]);
        return Task.CompletedTask;
    }

    protected override async Task BeforePerformAsync(CancellationToken cancellationToken)
    {
        var arguments = new CommandArguments("scan")
            .Flag("--quiet", RunInfo.IsLocal)
            .Option("--space", RunInfo.SpaceId)
            .Options("--skip", RunInfo.StackLabels);
        var password = (await RunCliAsync("scanner", arguments)).Output[0];
        ExportVariable("DATABASE_PASSWORD", password, sensitive: true);
        await OncePerWorkspaceAsync("install-modules", stop => RunCliAsync(new CliOptions { CancellationToken = stop }, "install-modules"));
        await StartBackgroundAsync("proxy", "cloud-proxy", "--port", "5432");
    }

    protected override async Task AfterPerformAsync(CancellationToken cancellationToken)
    {
        var proxy = await StopBackgroundAsync("proxy");
        if (proxy is { WasRunning: false }) Logger.LogWarning("The proxy ended too early.");
        await SendMarkdownAsync("costs", "The costs do not change.");
        if (await RequirePlanAsync(cancellationToken) is not { } plan) return;
        Decide(FailMode.Policy, plan.ResourceChanges.Any(change => change.IsDelete) ? "Resources are deleted." : null, "Nothing is deleted.");
    }

    protected override async Task AfterInitAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output, error) = await RunCliAsync(
            new CliOptions
            {
                PrintOutput = false,
                ExpectedExitCodes = [0, 2],
                WorkingDirectory = "modules/app",
                Environment = new Dictionary<string, string?> { ["SCANNER_TOKEN"] = Env["SESSION_TOKEN"] },
                StandardInput = "yes\n",
                TimeLimit = TimeSpan.FromMinutes(5),
            },
            "scanner", "--format", "json");
        Logger.LogInformation("{ExitCode} {Lines} {Errors}", exitCode, output.Count, error.Count);
    }

    protected override async Task BeforeApplyAsync(CancellationToken cancellationToken)
    {
        var image = RunInfo.CommitSha ?? "latest";
        var template = Encoding.UTF8.GetString(ReadFile("deploy.yaml"));
        WriteFile("deploy.yaml", Encoding.UTF8.GetBytes(template.Replace("IMAGE", image, StringComparison.Ordinal)));
    }

    protected override async Task AfterDestroyAsync(CancellationToken cancellationToken)
    {
        await new PythonTools("yamllint==1.35.1").InstallAsync(Services, cancellationToken);
        await RunCliAsync("yamllint", "--strict", ".");
    }

    protected override async Task BeforeDestroyAsync(CancellationToken cancellationToken)
    {
        await new Deployment(Services).CheckAsync(cancellationToken);
    }

    protected override async Task BeforePlanAsync(CancellationToken cancellationToken)
    {
        var data = await QueryApiAsync(
            "query StackState($id: ID!) { stack(id: $id) { name state } }",
            new JsonObject { ["id"] = RunInfo.StackId });
        Logger.LogInformation("Stack state: {State}", data["stack"]?["state"]);

        await UseUserTokenAsync(Env["SPACELIFT_USER_ID"], Env["SPACELIFT_USER_SECRET"]);
        var answer = await QueryApiAsync("{ viewer { id login } }", ApiJson.Default.ViewerAnswer);
        Logger.LogInformation("Authenticated as {Login}", answer.Viewer.Login);

        try
        {
            await QueryApiAsync("query Stacks { stacks { id } }");
        }
        catch (SpaceliftApiException e) when (e.Failure == ApiFailure.NotPermitted)
        {
            Logger.LogWarning("Other stacks are not checked: {Reason}", e.Message);
        }
    }

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        if (Vendor is not (StackVendor.Terraform or StackVendor.Terragrunt))
        {
            Logger.LogInformation("This is a {Vendor} stack: there is no plan to check.", Vendor);
            return;
        }

        if (await GetPlanAsync(cancellationToken) is not { } plan) return;

        var deleted = plan.ResourceChanges.Where(change => change.IsDelete || change.IsReplace).ToList();
        foreach (var change in deleted) Logger.LogWarning("{Address} is deleted from module {Module}", change.Address, change.ModuleAddress ?? "root");

        var report = new MarkdownBuilder()
            .Heading(1, "Deletions")
            .Table(["Resource", "Severity"], deleted.Select(change => (MarkdownText[])[MarkdownText.Code(change.Address), MarkdownText.Badge(Severity.High)]))
            .Collapsible("How to keep a resource", more => more.Paragraph("Add a " + MarkdownText.Code("prevent_destroy") + " to it."));
        await SendMarkdownAsync(report.ToString());

        AddToPolicyInput("deletions", new JsonObject { ["count"] = deleted.Count });
    }
}

sealed class Deployment(HookServices services)
{
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var (exitCode, _, _) = await services.RunCliAsync(new CliOptions { CancellationToken = cancellationToken }, "kubectl", "version");
        if (exitCode != 0) throw new PluginFailedException("The cluster does not answer.");
    }
}

sealed record Viewer(string Id, string Login);

sealed record ViewerAnswer(Viewer Viewer);

[JsonSerializable(typeof(ViewerAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
sealed partial class ApiJson : JsonSerializerContext;

/// <summary>The test of docs/services.md.</summary>
public sealed class ServicesPageTests
{
    [Fact]
    public async Task Deletions_are_reported()
    {
        using var spacelift = new FakeSpacelift();
        using var harness = new PluginHarness<ServicesPage>() { Spacelift = spacelift };
        harness.WriteFile("spacelift.plan.json", """
            {"format_version":"1.2","resource_changes":[
              {"address":"aws_s3_bucket.logs","change":{"actions":["delete"]}}]}
            """);

        var outcome = await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(1, (int?)outcome.PolicyInputs["deletions"]["count"]);

        var decision = harness.EvaluatePolicies(PolicyType.Plan);

        Assert.True(decision.Denied, decision.ToString());
        Assert.Equal(["1 resource is deleted"], decision.Denials);
        Assert.Contains("aws_s3_bucket.logs", spacelift.PluginOutputs["services-page"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scanner_is_run_with_the_token_in_its_environment()
    {
        using var harness = new PluginHarness<ServicesPage>();
        harness.Environment["SESSION_TOKEN"] = "session-token";
        harness.Commands.Answer("scanner --format json", exitCode: 2, output: "one\ntwo");

        var outcome = await harness.RunAsync(Hook.AfterInit, TestContext.Current.CancellationToken);

        Assert.Contains("2 2 0", outcome.Log, StringComparison.Ordinal);
        Assert.Equal("session-token", harness.Commands.Calls[0].Options.Environment["SCANNER_TOKEN"]);
    }

    [Fact]
    public async Task A_helper_class_is_tested_without_a_hook()
    {
        using var harness = new PluginHarness<ServicesPage>();
        harness.Commands.Answer("kubectl version", exitCode: 1);

        var helped = await harness.UseAsync((services, stop) => new Deployment(services).CheckAsync(stop), TestContext.Current.CancellationToken);

        Assert.Equal(1, helped.ExitCode);
        Assert.Contains("The cluster does not answer.", helped.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_the_project_is_changed()
    {
        using var harness = new PluginHarness<ServicesPage>();
        harness.WriteFile("deploy.yaml", "image: app:IMAGE\n");

        var outcome = await harness.RunAsync(Hook.BeforeApply, TestContext.Current.CancellationToken);

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal("image: app:latest\n", await File.ReadAllTextAsync(Path.Combine(harness.ProjectRoot, "deploy.yaml"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_plugin_that_the_test_makes_has_its_values()
    {
        using var harness = new PluginHarness<PluginsPage>(() => new PluginsPage { ApiToken = "token-of-the-test", LeastSeverity = Severity.High });
        harness.Parameters["database_url"] = "postgres://example.com";
        harness.Parameters["webhook_secret"] = "webhook-secret";
        harness.Commands.Answer("window-tool", output: """{"until":"17:00"}""");

        var outcome = await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("Open until 17:00.", Assert.Single(outcome.Markdown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Spacelift_that_fails_is_reported()
    {
        using var spacelift = new FakeSpacelift();
        using var harness = new PluginHarness<ServicesPage> { Spacelift = spacelift };
        spacelift.Fail(Fault.Status(403));

        var outcome = await harness.RunAsync(Hook.BeforePlan, TestContext.Current.CancellationToken);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'query StackState' failed", outcome.Log, StringComparison.Ordinal);
    }
}
