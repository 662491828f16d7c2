using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>A build that is killed and restarted in a new container with the same workspace.</summary>
public sealed class SourceKillTests(Bench bench)
{
    [Fact]
    public Task A_kill_while_packages_are_restored_is_survived()
    {
        bench.Server.Forget();
        bench.Server.Fail(PackageFeed.Library, Fault.Stall);
        return KillAndRunAgainAsync(bench.WithSdk, _ => bench.Server.RequestedAsync(PackageFeed.Library));
    }

    [Fact]
    public Task A_kill_while_a_plugin_is_compiled_is_survived() =>
        KillAndRunAgainAsync(bench.WithSdk, run => run.AppearsAsync("plugins/.spaceforge", "project.assets.json"));

    [Fact]
    public Task A_kill_before_the_built_plugin_is_in_place_is_survived() => KillAndRunAgainAsync(
        (bench.WithSdk with { Shell = "/bin/dash" }).With(
            "printf '#!/bin/sh\\ntouch /mnt/workspace/renaming\\nsleep 1000\\n' >usr/local/bin/mv; chmod +x usr/local/bin/mv"),
        run => run.AppearsAsync("", "renaming"));

    async Task KillAndRunAgainAsync(Container container, Func<WorkerRun, Task> happened)
    {
        using var run = new WorkerRun(bench.Plugin);
        await run.KillAsync(container, () => happened(run), "after_plan");
        Assert.Contains(run.List("plugins/.spaceforge"), name => name.StartsWith('.'));
        Assert.DoesNotContain(run.List("plugins/.spaceforge"), name => name.Length == 64);

        var again = (await run.RunAsync(bench.WithSdk, "after_plan")).ShouldExit(0);
        Assert.EndsWith("[SpaceForge] Hook completed: after_plan\n", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(run.List("plugins/.spaceforge"), name => name.StartsWith('.'));
    }
}
