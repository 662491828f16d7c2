using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>Building a plugin on a worker with an SDK, and starting it afterwards.</summary>
public sealed class SourceTests(Bench bench)
{
    // Files that the user owns outside the workspace, and running processes.
    const string Traces = "find / -xdev -user 1983 2>/dev/null; busybox ps -o comm";

    public static TheoryData<string> Shells => [.. Container.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_plugin_is_built_once_for_a_whole_run(string shell)
    {
        using var run = new WorkerRun(bench.Plugin);
        // The stack's global.json requests an SDK that does not exist, and its variables would affect a build.
        run.Write($"source/{run.ProjectRoot}/global.json", """{"sdk":{"version":"99.0.100"}}""");
        var container = (bench.WithSdk with { Shell = shell }).With("VERSION", "main").With("PLATFORM", "aws");

        var first = (await run.RunAndLookAsync(container, Traces, "before_init", "after_init", "before_plan", "after_plan")).ShouldExit(0);
        // The run was confirmed and continues in a new container.
        var later = (await run.RunAsync(container with { HasNetwork = false }, "before_apply")).ShouldExit(0);

        Assert.StartsWith("the tool says from a raw hook\n", first.Output, StringComparison.Ordinal);
        Assert.Equal(1, Count(first.Error, "spaceforge: building the plugin\n"));
        Assert.Contains($$"""(worker-plugin) before_plan in {"Folder":"/mnt/workspace/source/{{run.ProjectRoot}}"}""",
            first.Error, StringComparison.Ordinal);
        Assert.Contains("(worker-plugin) the tool says from the plugin\n", first.Error, StringComparison.Ordinal);
        Assert.EndsWith("[SpaceForge] Hook completed: after_plan\n", first.Error, StringComparison.Ordinal);
        Assert.StartsWith("[SpaceForge] Running hook: before_apply\n", later.Error, StringComparison.Ordinal);
        Assert.Equal(["packages", "scratch"], run.List("plugins/.spaceforge").Where(name => name.Length != 64));
        Assert.Single(run.List("plugins/.spaceforge"), name => name.Length == 64);
        Assert.All(
            (string[])["/tmp", "dotnet", "VBCSCompiler"], trace => Assert.DoesNotContain(trace, first.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_source_is_built_again_and_files_of_hooks_change_nothing()
    {
        using var run = new WorkerRun(bench.Plugin);
        (await run.RunAsync(bench.WithSdk, "after_plan")).ShouldExit(0);

        run.Write("plugins/worker-plugin/report.json", "{}");
        var same = (await run.RunAsync(bench.WithSdk, "after_plan")).ShouldExit(0);
        Assert.DoesNotContain("building", same.Error, StringComparison.Ordinal);

        const string source = "plugins/worker-plugin/plugin.cs";
        run.Write(source, (await File.ReadAllTextAsync(run.PathOf(source), TestContext.Current.CancellationToken)).Replace(
            "\"after_plan\"", "\"changed\"", StringComparison.Ordinal));
        var changed = (await run.RunAsync(bench.WithSdk, "after_plan")).ShouldExit(0);
        Assert.Contains("(worker-plugin) changed\n", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hooks_may_start_at_once()
    {
        using var run = new WorkerRun(bench.Plugin);
        var both = (await run.RunTwiceAsync(bench.WithSdk, "after_plan")).ShouldExit(0);
        Assert.Equal(2, Count(both.Error, "[SpaceForge] Hook completed: after_plan\n"));
        Assert.Single(run.List("plugins/.spaceforge"), name => name.Length == 64);
        Assert.DoesNotContain(run.List("plugins/.spaceforge"), name => name.StartsWith('.'));
    }

    [Fact]
    public async Task Packages_in_the_image_need_no_feed()
    {
        using var run = new WorkerRun(bench.Plugin);
        var image = bench.WithSdk.With($"""
            mkdir -p home/spacelift/.nuget/packages
            for id in spaceforge microsoft.extensions.logging.abstractions microsoft.extensions.dependencyinjection.abstractions; do
              cp -R '{Repository.PathOf("artifacts", "nuget")}/'"$id" home/spacelift/.nuget/packages
            done
            """);
        var outcome = (await run.RunAsync(image with { HasNetwork = false }, "after_plan")).ShouldExit(0);
        Assert.EndsWith("[SpaceForge] Hook completed: after_plan\n", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_fails_at_first_is_asked_again()
    {
        using var run = new WorkerRun(bench.Plugin);
        bench.Server.Fail("/feed/index.json", Fault.ServerError, Fault.ServerError);
        bench.Server.Fail(PackageFeed.Library, Fault.Reset, Fault.Cut);
        (await run.RunAsync(bench.WithSdk, "after_plan")).ShouldExit(0);
    }

    [Fact]
    public async Task A_feed_out_of_reach_is_reported()
    {
        using var run = new WorkerRun(bench.Plugin);
        var outcome = (await run.RunAsync(bench.WithSdk with { HasNetwork = false }, "after_plan")).ShouldExit(1);
        Assert.Contains($"{bench.Feed}", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(
            "spaceforge: the plugin does not build, because a package feed cannot be reached", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("spaceforge publish", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(run.List("plugins/.spaceforge"), name => name.StartsWith('.') || name.Length == 64);
    }

    [Fact]
    public async Task An_error_of_the_compiler_is_shown()
    {
        using var run = new WorkerRun(bench.Plugin);
        run.Write("plugins/worker-plugin/plugin.cs", "not C#");
        var outcome = (await run.RunAsync(bench.WithSdk, "after_plan")).ShouldExit(1);
        Assert.Contains("plugin.cs(1,", outcome.Error, StringComparison.Ordinal);
        Assert.EndsWith("spaceforge: the plugin does not build\n", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_reported_and_nothing_incomplete_stays()
    {
        using var run = new WorkerRun(bench.Plugin);
        var outcome = (await run.RunAndLookAsync(
            bench.WithSdk with { DiskSize = "2m" }, "ls -A /mnt/workspace/plugins/.spaceforge", "after_plan")).ShouldExit(1);
        Assert.Contains("the workspace is full", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Output.Split('\n'), name => name.StartsWith('.') || name.Length == 64);
    }

    [Fact]
    public async Task On_an_image_without_libstdcxx_it_recommends_the_native_form()
    {
        using var run = new WorkerRun(bench.Plugin);
        var outcome = (await run.RunAsync(bench.WithSdk.With("rm usr/lib/*/libstdc++.so.6*"), "after_plan")).ShouldExit(1);
        Assert.StartsWith(
            "spaceforge: /usr/bin/dotnet does not start, because this image has no libstdc++: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("spaceforge publish", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_an_image_without_OpenSSL_it_says_what_to_add()
    {
        using var run = new WorkerRun(bench.Plugin);
        var image = bench.WithSdk.With("rm usr/lib/*/libssl.so*; sed -i s/http:/https:/ home/spacelift/.nuget/NuGet/NuGet.Config");
        var outcome = (await run.RunAsync(image, "after_plan")).ShouldExit(1);
        Assert.Contains(
            "spaceforge: the plugin does not build, because this image has no OpenSSL", outcome.Error, StringComparison.Ordinal);
    }

    static int Count(string text, string part) => text.Split(part).Length - 1;
}
