using System.Globalization;
using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Publishing;

namespace Spaceforge.Worker.Tests;

/// <summary>A plugin whose manifest contains its executables.</summary>
[Collection(nameof(PublishedPlugin))]
public sealed class EmbeddedTests(Bench bench, PublishedPlugin plugin)
{
    const string Kept = "plugins/.spaceforge";
    const string Payload = "/mnt/workspace/plugins/native_plugin/payload";
    const int SumLength = 64;

    public static TheoryData<string> Shells => [.. Container.Shells];

    static string Mine => $"{Payload}/{Bench.Architecture}";

    [Theory]
    [InlineData("busybox")]
    [InlineData("debian")]
    [InlineData("debian-13")]
    public async Task A_shell_base64_gzip_and_sha256sum_are_enough(string name)
    {
        using var run = new WorkerRun(plugin.Embedded);
        var image = name switch
        {
            "busybox" => bench.Busybox,
            "debian" => bench.Debian.With("rm -f usr/bin/curl usr/bin/wget usr/bin/python3* bin/tar usr/bin/tar"),
            _ => await bench.NewerDebianAsync(),
        };
        var outcome = (await run.RunAsync(image with { HasNetwork = false }, "before_plan", "after_plan")).ShouldExit(0);
        Assert.Equal(Told(run, "before_plan") + Told(run, "after_plan"), outcome.Output);
        Assert.Single(run.List(Kept));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task It_is_unpacked_once_and_kept_over_a_pause(string shell)
    {
        using var run = new WorkerRun(plugin.Embedded);
        var container = bench.Debian with { Shell = shell, HasNetwork = false };
        var first = (await run.RunAndLookAsync(container, "find /tmp /home -user 1983", "after_plan")).ShouldExit(0);
        var kept = run.List(Kept);
        var later = (await run.RunAsync(container.With("rm -f usr/bin/base64 bin/gzip usr/bin/gzip"), "before_apply")).ShouldExit(0);
        Assert.Equal(Told(run, "after_plan"), first.Output);
        Assert.Equal(Told(run, "before_apply"), later.Output);
        Assert.Equal(kept, run.List(Kept));
        Assert.Equal(SumLength, Assert.Single(kept).Length);
        Assert.Equal([PublishedPlugin.Name], run.List($"{Kept}/{kept[0]}"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Two_hooks_may_start_at_once(string shell)
    {
        using var run = new WorkerRun(plugin.Embedded);
        var outcome = (await run.RunTwiceAsync(bench.Debian with { Shell = shell, HasNetwork = false }, "after_plan")).ShouldExit(0);
        Assert.Equal(Told(run, "after_plan") + Told(run, "after_plan"), outcome.Output);
        Assert.Single(run.List(Kept));
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("sha256sum")]
    [InlineData("gzip")]
    [InlineData("chmod")]
    [InlineData("mv")]
    public async Task A_kill_at_each_step_is_survived(string step)
    {
        using var run = new WorkerRun(plugin.Embedded);
        var blocked = (bench.Debian with { Shell = "/bin/dash", HasNetwork = false })
            .With($"printf '#!/bin/sh\\ntouch /mnt/workspace/reached\\nsleep 1000\\n' >usr/local/bin/{step}; chmod +x usr/local/bin/{step}");
        await run.KillAsync(blocked, () => run.AppearsAsync("", "reached"), "after_plan");
        Assert.DoesNotContain(run.List(Kept), name => name.Length == SumLength);

        var outcome = (await run.RunAsync(bench.Debian with { HasNetwork = false }, "after_plan")).ShouldExit(0);
        Assert.Equal(Told(run, "after_plan"), outcome.Output);
        Assert.Single(run.List(Kept));
    }

    [Theory]
    [InlineData("/bin/busybox", false)]
    [InlineData("/bin/dash", false)]
    [InlineData("/bin/busybox", true)]
    [InlineData("/bin/dash", true)]
    public async Task A_full_disk_is_reported_and_nothing_incomplete_stays(string shell, bool hasSpaceForTheCompressed)
    {
        using var run = new WorkerRun(plugin.Embedded);
        var compressed = plugin.Embedded.Files.Where(file => file.Key.StartsWith(Mine, StringComparison.Ordinal))
            .Sum(file => file.Value.Length) * 3 / 4;
        var size = plugin.Embedded.Files.Values.Sum(text => text.Length) + (hasSpaceForTheCompressed ? compressed : 0) + 500_000;
        var container = bench.Debian with
        {
            DiskSize = string.Create(CultureInfo.InvariantCulture, $"{size / 1024}k"),
            Shell = shell,
            HasNetwork = false,
        };
        var outcome = (await run.RunAndLookAsync(container, $"ls -A /mnt/workspace/{Kept}", "after_plan")).ShouldExit(1);
        Assert.Contains("full", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Attack("other users of the machine", "a part of an executable in the workspace is changed, cut, removed or replaced",
        "the SHA-256 in the manifest's command: nothing is started")]
    [Theory]
    [InlineData("busybox", "changed")]
    [InlineData("busybox", "cut")]
    [InlineData("debian", "changed")]
    [InlineData("debian", "cut")]
    [InlineData("debian", "gone")]
    [InlineData("debian", "another")]
    public async Task A_part_that_is_not_whole_starts_nothing(string image, string damage)
    {
        var other = Bench.Architecture == "arm64" ? "amd64" : "arm64";
        using var run = new WorkerRun(plugin.Embedded.Damaged($"{Mine}.1", damage, $"{Payload}/{other}.1"));
        var container = (image == "busybox" ? bench.Busybox : bench.Debian with { Shell = "/bin/dash" }) with { HasNetwork = false };
        var outcome = (await run.RunAsync(container, "after_plan")).ShouldExit(1);
        Assert.Contains(damage == "gone" ? $"{Bench.Architecture}.1 is missing" : " was expected", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
        Assert.Empty(run.List(Kept));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Parts_are_taken_in_their_order(string shell)
    {
        var container = bench.Debian with { Shell = shell, HasNetwork = false };
        using var run = new WorkerRun(plugin.Embedded.InTwo(Mine, "1", "2"));
        Assert.Equal(Told(run, "after_plan"), (await run.RunAsync(container, "after_plan")).ShouldExit(0).Output);

        using var wrong = new WorkerRun(plugin.Embedded.InTwo(Mine, "2", "1"));
        Assert.Contains(" was expected", (await wrong.RunAsync(container, "after_plan")).ShouldExit(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amd64", "x86_64")]
    [InlineData("arm64", "aarch64")]
    public async Task A_worker_unpacks_the_executable_for_its_architecture(string architecture, string machine)
    {
        using var run = new WorkerRun(plugin.Embedded);
        var (container, start) = PublishTests.Emulated(bench.Debian with { Shell = "/bin/dash", HasNetwork = false }, architecture);
        // The launcher's last line starts the executable of the other architecture in vain: that is done by the emulator afterwards.
        var outcome = await run.RunAndLookAsync(
            container.With($"rm bin/uname; printf '#!/bin/sh\\necho {machine}\\n' >bin/uname; chmod +x bin/uname"),
            $"cp /mnt/workspace/{Kept}/*/{PublishedPlugin.Name} /mnt/workspace/plugin && cd '/mnt/workspace/source/{run.ProjectRoot}' && {start} run after_plan",
            "after_plan");
        Assert.EndsWith(Told(run, "after_plan"), outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Hook completed: after_plan", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(
            await File.ReadAllBytesAsync(plugin.Executable(architecture), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(run.PathOf("plugin"), TestContext.Current.CancellationToken));
        Assert.Single(run.List(Kept));
    }

    [Fact]
    public async Task A_machine_that_the_manifest_has_no_executable_for_is_named()
    {
        using var run = new WorkerRun(plugin.Embedded);
        var outcome = (await run.RunAsync(
            (bench.Debian with { Shell = "/bin/dash" }).With("rm bin/uname; printf '#!/bin/sh\\necho riscv64\\n' >bin/uname; chmod +x bin/uname"), "after_plan")).ShouldExit(1);
        Assert.Contains("this worker is riscv64", outcome.Error, StringComparison.Ordinal);
    }

    static string Told(WorkerRun run, string hook) => PublishedPlugin.Output(hook, $"/mnt/workspace/source/{run.ProjectRoot}");
}
