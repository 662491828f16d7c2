using System.Text.Json.Nodes;
using Spaceforge.Http;
using Spaceforge.Testing;

namespace Spaceforge.Tests.Services;

/// <summary>Runs statements as the hook of a plugin, against a Spacelift of their own.</summary>
sealed class HookOf : IDisposable
{
    /// <param name="useCurl">Whether requests go through curl, as those of static executables do.</param>
    public HookOf(bool useCurl = false)
    {
        if (useCurl) Needs.Program("curl");
        Harness.Http = new HttpSettings { TimeLimit = TimeSpan.FromSeconds(6), UseCurl = useCurl };
        Harness.Spacelift = Spacelift;
    }

    public FakeSpacelift Spacelift { get; } = new();

    public PluginHarness<ServicesPlugin> Harness { get; } =
        new() { Clock = new ImmediateClock() };

    public void Dispose()
    {
        Harness.Dispose();
        Spacelift.Dispose();
    }

    public Task<HookOutcome> RunAsync(Func<ServicesPlugin, Task> statements)
    {
        ServicesPlugin.Statements.Value = (plugin, _) => statements(plugin);
        return Harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
    }

    /// <summary>The exception of a query, which the hook must not let go.</summary>
    public async Task<SpaceliftApiException> FailedQueryAsync(string query, JsonObject? variables = null)
    {
        SpaceliftApiException? failure = null;
        var outcome = await RunAsync(
            async plugin => failure = await Assert.ThrowsAsync<SpaceliftApiException>(() => plugin.QueryApiAsync(query, variables)));
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.DoesNotContain(Spacelift.RunToken, failure!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Spacelift.RunToken, outcome.Log, StringComparison.Ordinal);
        return failure;
    }
}
