using System.Security.Cryptography;
using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>A plugin in the manifest, with a runtime from the image or downloaded.</summary>
public sealed class PortableTests(Bench bench)
{
    const string Kept = "plugins/.spaceforge";
    const string Parts = "/mnt/workspace/plugins/worker-plugin/payload";
    const string Done = "[SpaceForge] Hook completed: after_plan\n";

    public static TheoryData<string> Shells => [.. Container.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task It_is_unpacked_once_and_kept_over_a_pause(string shell)
    {
        using var run = new WorkerRun(bench.Portable);
        var container = bench.WithRuntime with { Shell = shell, HasNetwork = false };
        (await run.RunAndLookAsync(
            container, "find /tmp /home -user 1983 ! -name 'dotnet-diagnostic*' ! -name 'clr-debug*'", "after_plan")).ShouldExit(0);
        var kept = run.List(Kept);
        var later = (await run.RunAsync(container.With("rm -f usr/bin/base64 bin/gzip usr/bin/gzip"), "after_plan")).ShouldExit(0);
        Assert.EndsWith(Done, later.Error, StringComparison.Ordinal);
        Assert.Equal(kept, run.List(Kept));
        Assert.Equal(2, kept.Count);
    }

    [Fact]
    public async Task Busybox_with_the_libraries_of_glibc_is_enough()
    {
        using var run = new WorkerRun(bench.Portable);
        var image = bench.Busybox.With($"""
            for file in lib64/ld-linux-x86-64.so.2 lib/ld-linux-aarch64.so.1 lib/*-linux-gnu/libc.so.6 lib/*-linux-gnu/libm.so.6 lib/*-linux-gnu/libdl.so.2 \
              lib/*-linux-gnu/libpthread.so.0 lib/*-linux-gnu/librt.so.1 lib/*-linux-gnu/libgcc_s.so.1 usr/lib/*-linux-gnu/libstdc++.so.6; do
              for source in '{bench.DebianFolder}'/$file; do
                target=$(printf '%s' "$source" | cut -c{bench.DebianFolder.Length + 2}-)
                [ ! -e "$source" ] || (mkdir -p "$(dirname "$target")" && cp -L "$source" "$target")
              done
            done
            """).With(Bench.Runtime("opt/dotnet")).With("DOTNET_ROOT", "/opt/dotnet") with { HasNetwork = false };
        Assert.EndsWith(Done, (await run.RunAsync(image, "after_plan")).ShouldExit(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_Debian_is_enough()
    {
        using var run = new WorkerRun(bench.Portable);
        var image = (await bench.NewerDebianAsync()).With(
            Bench.Runtime("usr/share/dotnet") + "\nln -s /usr/share/dotnet/dotnet usr/bin/dotnet");
        Assert.EndsWith(
            Done, (await run.RunAsync(image with { HasNetwork = false }, "after_plan")).ShouldExit(0).Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Two_hooks_may_start_at_once(string shell)
    {
        using var run = new WorkerRun(bench.Portable);
        var outcome = (await run.RunTwiceAsync(bench.WithRuntime with { Shell = shell, HasNetwork = false }, "after_plan")).ShouldExit(0);
        Assert.Equal(2, outcome.Error.Split(Done).Length - 1);
        Assert.DoesNotContain(run.List(Kept), name => name.StartsWith('.'));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("tar")]
    [InlineData("mv")]
    [InlineData("cp")]
    public async Task A_kill_at_each_step_is_survived(string step)
    {
        using var run = new WorkerRun(bench.Portable);
        var blocked = (bench.WithRuntime with { Shell = "/bin/dash", HasNetwork = false })
            .With($"printf '#!/bin/sh\\ntouch /mnt/workspace/reached\\nsleep 1000\\n' >usr/local/bin/{step}; chmod +x usr/local/bin/{step}");
        await run.KillAsync(blocked, () => run.AppearsAsync("", "reached"), "after_plan");
        Assert.DoesNotContain(run.List(Kept), name => name.Length == 129);

        Assert.EndsWith(Done, (await run.RunAsync(bench.WithRuntime with { HasNetwork = false }, "after_plan")).ShouldExit(0).Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain(run.List(Kept), name => name.StartsWith('.'));
    }

    [Theory]
    [InlineData("/bin/busybox")]
    [InlineData("/bin/dash")]
    public async Task A_full_disk_is_reported_and_nothing_incomplete_stays(string shell)
    {
        using var run = new WorkerRun(bench.Portable);
        var outcome =
            (await run.RunAndLookAsync(bench.WithRuntime with
            {
                DiskSize = "900k",
                Shell = shell,
                HasNetwork = false
            }, $"ls -A /mnt/workspace/{Kept}", "after_plan")).ShouldExit(1);
        Assert.Contains("full", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Output.Split('\n'), name => name.StartsWith('.') || name.Length == 129);
    }

    [Attack("other users of the machine", "part of the plugin in the workspace is changed, truncated, removed or replaced",
        "the SHA-256 in the manifest's command does not match: nothing is started")]
    [Theory]
    [InlineData("busybox", "changed")]
    [InlineData("busybox", "cut")]
    [InlineData("debian", "changed")]
    [InlineData("debian", "cut")]
    [InlineData("debian", "gone")]
    [InlineData("debian", "another")]
    public async Task A_part_that_is_not_whole_starts_nothing(string image, string damage)
    {
        using var run = new WorkerRun(bench.Portable.Damaged($"{Parts}/program.1", damage, $"{Parts}/packages.1"));
        var container = bench.WithRuntime with { Shell = image == "busybox" ? "/bin/busybox" : "/bin/dash", HasNetwork = false };
        var outcome = (await run.RunAsync(container, "after_plan")).ShouldExit(1);
        Assert.Contains(damage == "gone" ? "program.1 is missing" : " was expected", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Running hook", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(run.List(Kept), name => name.StartsWith('.') || name.Length == 129);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Several_parts_are_taken_in_their_order(string shell)
    {
        using var run = new WorkerRun(bench.Portable.InTwo($"{Parts}/packages", "1", "2"));
        Assert.EndsWith(Done, (await run.RunAsync(bench.WithRuntime with { Shell = shell }, "after_plan")).ShouldExit(0).Error,
            StringComparison.Ordinal);

        using var wrong = new WorkerRun(bench.Portable.InTwo($"{Parts}/packages", "2", "1"));
        Assert.Contains(" was expected",
            (await wrong.RunAsync(bench.WithRuntime with { Shell = shell }, "after_plan")).ShouldExit(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl", false)]
    [InlineData("wget", true)]
    public async Task A_runtime_is_fetched_from_a_pinned_address(string fetcher, bool isLong)
    {
        using var run = new WorkerRun(bench.Portable);
        var archive = await RuntimeArchive.PackAsync();
        var other = fetcher == "curl" ? "wget" : "curl";
        var image = (bench.Debian with { Shell = "/bin/dash" }).With($"rm usr/bin/{other} bin/bash")
            .With("SPACEFORGE_DOTNET_RUNTIME_URL", bench.Server.Publish(RuntimeArchive.Path, archive))
            .With("SPACEFORGE_DOTNET_RUNTIME_SHA", isLong ? Convert.ToHexStringLower(SHA512.HashData(archive)) : Bench.Sha256(archive));
        var first = (await run.RunAsync(image, "after_plan")).ShouldExit(0);
        Assert.Contains("spaceforge: installing the .NET 10 runtime into the workspace\n", first.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            Done, (await run.RunAsync(image with { HasNetwork = false }, "after_plan")).ShouldExit(0).Error, StringComparison.Ordinal);
        Assert.Contains("runtime", run.List(Kept));
        Assert.Empty(run.List("plugins/plugin_binaries"));
    }

    [Attack("API", "the .NET runtime's server sends a different archive",
        "SPACEFORGE_DOTNET_RUNTIME_SHA is checked, and a URL without it is rejected")]
    [Fact]
    public async Task A_runtime_with_another_sum_is_not_taken()
    {
        using var run = new WorkerRun(bench.Portable);
        var image = bench.Debian.With("SPACEFORGE_DOTNET_RUNTIME_URL", bench.Server.Publish("/other.tar.gz", [1, 2, 3]));
        var unpinned = (await run.RunAsync(image, "after_plan")).ShouldExit(1);
        Assert.Contains("needs SPACEFORGE_DOTNET_RUNTIME_SHA", unpinned.Error, StringComparison.Ordinal);

        var wrong = (await run.RunAsync(image.With("SPACEFORGE_DOTNET_RUNTIME_SHA", new string('0', 64)), "after_plan")).ShouldExit(1);
        Assert.Contains($"and {new string('0', 64)} was expected\n", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("runtime", run.List(Kept));
    }

    [Fact]
    public async Task Without_a_runtime_or_a_way_to_get_one_it_says_what_to_add()
    {
        using var run = new WorkerRun(bench.Portable);
        var bash = (await run.RunAsync(
            (bench.Debian with { Shell = "/bin/dash", HasNetwork = false }).With("rm bin/bash"), "after_plan")).ShouldExit(1);
        Assert.Contains("installing it requires bash, which is missing too", bash.Error, StringComparison.Ordinal);
        Assert.Contains("add the .NET 10 runtime to the runner image", bash.Error, StringComparison.Ordinal);

        var network = (await run.RunAsync(
            bench.Debian.With("SPACEFORGE_DOTNET_INSTALL_URL", $"{bench.Server.Address}/missing"), "after_plan")).ShouldExit(1);
        Assert.Contains("/missing cannot be fetched", network.Error, StringComparison.Ordinal);
        Assert.Contains("the plugin needs the .NET 10 runtime, which cannot be installed", network.Error, StringComparison.Ordinal);
    }

    [Attack("repository", "a program called dotnet in the stack's folder, with that folder on the PATH",
        "only absolute folders of the PATH are searched")]
    [Fact]
    public async Task A_runtime_of_the_repository_is_not_taken()
    {
        using var run = new WorkerRun(bench.Portable);
        run.WriteScript($"source/{run.ProjectRoot}/dotnet", "echo stolen");
        var container = bench.WithRuntime;
        var outcome = (await run.RunAsync(container with { SearchPath = $".::{container.SearchPath}" }, "after_plan")).ShouldExit(0);
        Assert.DoesNotContain("stolen", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith(Done, outcome.Error, StringComparison.Ordinal);
    }
}
