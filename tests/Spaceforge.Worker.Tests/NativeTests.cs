using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Publishing;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>Downloading and starting a native plugin on a worker.</summary>
[Collection(nameof(PublishedPlugin))]
public sealed class NativeTests(Bench bench, PublishedPlugin plugin)
{
    const string Binaries = "plugins/plugin_binaries";

    public static TheoryData<string> Shells => [.. Container.Shells];

    [Fact]
    public async Task Busybox_is_enough()
    {
        using var run = new WorkerRun(plugin.Manifest());
        var outcome = (await run.RunAsync(bench.Busybox, "before_plan", "after_plan")).ShouldExit(0);
        Assert.Equal(Told(run, "before_plan") + Told(run, "after_plan"), outcome.Output);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task It_is_downloaded_once_and_kept_over_a_pause(string shell)
    {
        using var run = new WorkerRun(plugin.Manifest());
        var container = bench.Debian with { Shell = shell };
        plugin.Server.Forget();

        var first = (await run.RunAsync(container, "before_plan", "after_plan")).ShouldExit(0);
        var later = (await run.RunAsync(container with { HasNetwork = false }, "before_apply")).ShouldExit(0);

        Assert.Equal(Told(run, "before_plan") + Told(run, "after_plan"), first.Output);
        Assert.StartsWith($"spaceforge: installing {PublishedPlugin.Name} from {plugin.Server.Address}{PublishedPlugin.Path}\n[SpaceForge] Running hook: before_plan\n", first.Error, StringComparison.Ordinal);
        Assert.Equal(Told(run, "before_apply"), later.Output);
        Assert.Equal("[SpaceForge] Running hook: before_apply\n[SpaceForge] Hook completed: before_apply\n", later.Error);
        Assert.Equal(1, plugin.Server.Requests(PublishedPlugin.Path));
        Assert.Equal([PublishedPlugin.Name], run.List(Binaries));
    }

    [Fact]
    public async Task An_executable_in_the_image_wins()
    {
        using var run = new WorkerRun(plugin.Manifest());
        var image =
            bench.Debian.With($"printf '#!/bin/sh\\necho image \"$@\"\\n' >usr/local/bin/{PublishedPlugin.Name}; chmod +x usr/local/bin/{PublishedPlugin.Name}");
        Assert.Equal("image run after_plan\n", (await run.RunAsync(image with { HasNetwork = false }, "after_plan")).ShouldExit(0).Output);
        Assert.Empty(run.List(Binaries));
    }

    [Fact]
    public async Task A_program_of_the_repository_is_not_taken_for_the_plugin()
    {
        using var run = new WorkerRun(plugin.Manifest());
        run.WriteScript($"source/{run.ProjectRoot}/{PublishedPlugin.Name}", "echo stolen");
        var container = bench.Debian;
        var outcome = (await run.RunAsync(container with { SearchPath = $".::{container.SearchPath}" }, "after_plan")).ShouldExit(0);
        Assert.Equal(Told(run, "after_plan"), outcome.Output);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Two_hooks_may_start_at_once(string shell)
    {
        using var run = new WorkerRun(plugin.Manifest());
        var outcome = (await run.RunTwiceAsync(bench.Debian with { Shell = shell }, "after_plan")).ShouldExit(0);
        Assert.Equal(Told(run, "after_plan") + Told(run, "after_plan"), outcome.Output);
        Assert.Equal([PublishedPlugin.Name], run.List(Binaries));
    }

    [Theory]
    [InlineData(null, "/mnt/workspace/source")]
    [InlineData("", "/mnt/workspace/source")]
    [InlineData("modules/a b", "/mnt/workspace/source/modules/a b")]
    public async Task A_hook_starts_in_the_project_root(string? projectRoot, string folder)
    {
        using var run = new WorkerRun(plugin.Manifest(), "modules/a b");
        var outcome = (await run.RunAsync(bench.Busybox.With("TF_VAR_spacelift_project_root", projectRoot), "after_plan")).ShouldExit(0);
        Assert.Equal(PublishedPlugin.Output("after_plan", folder), outcome.Output);
    }

    [Fact]
    public async Task The_workspace_may_be_elsewhere()
    {
        using var run = new WorkerRun(plugin.Manifest());
        var container = bench.Busybox.With("mkdir -p 'opt/work space/source/here'")
            .With("TF_VAR_spacelift_workspace_root", "/opt/work space").With("TF_VAR_spacelift_project_root", "here");
        var outcome = (await run.RunAsync(container, "after_plan")).ShouldExit(0);
        Assert.Equal(PublishedPlugin.Output("after_plan", "/opt/work space/source/here"), outcome.Output);
    }

    [Fact]
    public async Task A_project_root_that_does_not_exist_is_named()
    {
        using var run = new WorkerRun(plugin.Manifest());
        var outcome = (await run.RunAsync(bench.Busybox.With("TF_VAR_spacelift_project_root", "gone"), "after_plan")).ShouldExit(1);
        Assert.Equal("spaceforge: the project root /mnt/workspace/source/gone does not exist\n", outcome.Error);
    }

    [Fact]
    public async Task A_kill_during_the_download_leaves_nothing_that_counts()
    {
        using var run = new WorkerRun(plugin.Manifest());
        plugin.Server.Forget();
        plugin.Server.Fail(PublishedPlugin.Path, Fault.Stall);
        await run.KillAsync(bench.Busybox, () => plugin.Server.RequestedAsync(PublishedPlugin.Path), "after_plan");
        Assert.DoesNotContain(PublishedPlugin.Name, run.List(Binaries));

        Assert.Equal(Told(run, "after_plan"), (await run.RunAsync(bench.Busybox, "after_plan")).ShouldExit(0).Output);
        Assert.Equal([PublishedPlugin.Name], run.List(Binaries));
    }

    [Fact]
    public async Task A_kill_before_the_rename_leaves_nothing_that_counts()
    {
        using var run = new WorkerRun(plugin.Manifest());
        var blocked = (bench.Debian with { Shell = "/bin/dash" }).With(
            "printf '#!/bin/sh\\ntouch /mnt/workspace/renaming\\nsleep 1000\\n' >usr/local/bin/mv; chmod +x usr/local/bin/mv");
        await run.KillAsync(blocked, () => run.AppearsAsync("", "renaming"), "after_plan");
        Assert.DoesNotContain(PublishedPlugin.Name, run.List(Binaries));

        Assert.Equal(Told(run, "after_plan"), (await run.RunAsync(bench.Debian, "after_plan")).ShouldExit(0).Output);
        Assert.Equal([PublishedPlugin.Name], run.List(Binaries));
    }

    static string Told(WorkerRun run, string hook) => PublishedPlugin.Output(hook, $"/mnt/workspace/source/{run.ProjectRoot}");
}
