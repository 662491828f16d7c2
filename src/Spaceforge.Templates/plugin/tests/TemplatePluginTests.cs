using Spaceforge;
using Spaceforge.Testing;

public sealed class TemplatePluginTests
{
    [Fact]
    public async Task A_plan_that_deletes_nothing_passes()
    {
        var outcome = await AfterPlanAsync("""{"format_version":"1.2","resource_changes":[]}""");

        Assert.True(outcome.Succeeded, outcome.Log);
    }

    [Fact]
    public async Task A_plan_that_deletes_too_much_fails()
    {
        var outcome = await AfterPlanAsync("""
            {"format_version":"1.2","resource_changes":[{"address":"aws_s3_bucket.logs","change":{"actions":["delete"]}}]}
            """);

        Assert.True(outcome.ExitCode == 1, $"Exit code {outcome.ExitCode}, not 1.\n{outcome.Log}");
        Assert.Contains("Deletions in the plan: 1, allowed: 0.", outcome.Log);
    }

    static async Task<HookOutcome> AfterPlanAsync(string plan)
    {
        using var harness = new PluginHarness<TemplatePlugin>();
        harness.WriteFile("spacelift.plan.json", plan);
        return await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
    }
}
