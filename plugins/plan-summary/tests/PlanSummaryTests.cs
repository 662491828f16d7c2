using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>What plan-summary makes of plans.</summary>
public sealed class PlanSummaryTests : IDisposable
{
    readonly PluginHarness<PlanSummary> _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Deletions_come_first_and_are_marked()
    {
        var outcome = await RunAsync("""{"address":"a.new","type":"a","change":{"actions":["create"]}},{"address":"a.old","type":"a","change":{"actions":["delete"]}}""");
        Assert.Contains("| **🔴 Delete** | `a.old` |", outcome.Markdown[^1], StringComparison.Ordinal);
    }

    async Task<HookOutcome> RunAsync(string changes)
    {
        _harness.WriteFile("spacelift.plan.json", $$"""{"format_version":"1.2","resource_changes":[{{changes}}]}""");
        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
        return outcome;
    }
}
