using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>Downloads that fail, with each program that may fetch them.</summary>
public sealed class DownloadTests(Bench bench, NativePlugin plugin) : IClassFixture<NativePlugin>
{
    const string Binaries = "plugins/plugin_binaries";

    static readonly string[] Fetchers = ["curl", "wget", "busybox"];

    public static TheoryData<string> AllFetchers => [.. Fetchers];

    public static TheoryData<string, string> FetchersAndFaults =>
        [.. from fetcher in Fetchers from faults in (string[])["ServerError,ServerError", "Cut", "Reset"] select (fetcher, faults)];

    [Theory]
    [MemberData(nameof(FetchersAndFaults))]
    public async Task A_broken_download_is_tried_again(string fetcher, string faults)
    {
        using var run = new WorkerRun(plugin.Manifest());
        var sequence = faults.Split(',').Select(Enum.Parse<Fault>).ToArray();
        plugin.Server.Forget();
        plugin.Server.Fail(NativePlugin.Path, sequence);

        (await run.RunAsync(With(fetcher), "after_plan")).ShouldExit(0);
        Assert.Equal(sequence.Length + 1, plugin.Server.Requests(NativePlugin.Path));
        Assert.Equal(plugin.Executable, await File.ReadAllBytesAsync(run.PathOf($"{Binaries}/{NativePlugin.Name}"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(AllFetchers))]
    public async Task What_does_not_exist_is_asked_for_once(string fetcher)
    {
        using var run = new WorkerRun(plugin.Manifest($"{plugin.Server.Address}/missing?signature=hidden"));
        plugin.Server.Forget();
        var outcome = (await run.RunAsync(With(fetcher), "after_plan")).ShouldExit(1);
        Assert.Contains($"spaceforge: cannot install {NativePlugin.Name}: {plugin.Server.Address}/missing cannot be fetched: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("404", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(1, plugin.Server.Requests("/missing"));
        Assert.Empty(run.List(Binaries));
    }

    [Theory]
    [MemberData(nameof(AllFetchers))]
    public async Task A_wrong_checksum_stops_the_run_and_names_both(string fetcher)
    {
        var wrong = new string('0', 64);
        using var run = new WorkerRun(plugin.Manifest(sha256: wrong));
        var outcome = (await run.RunAsync(With(fetcher), "after_plan")).ShouldExit(1);
        Assert.Contains($"has the SHA-256 {Bench.Sha256(plugin.Executable)}, and {wrong} was expected\n", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
        Assert.Empty(run.List(Binaries));
    }

    [Theory]
    [InlineData("curl")]
    [InlineData("wget")]
    public async Task A_server_that_falls_silent_is_given_up(string fetcher)
    {
        using var run = new WorkerRun(plugin.Manifest());
        plugin.Server.Forget();
        plugin.Server.Fail(NativePlugin.Path, Fault.Stall);
        (await run.RunAsync(With(fetcher).With("SPACEFORGE_DOWNLOAD_TIMEOUT", "1"), "after_plan")).ShouldExit(0);
        Assert.Equal(2, plugin.Server.Requests(NativePlugin.Path));
    }

    [Theory]
    [MemberData(nameof(AllFetchers))]
    public async Task Without_a_network_the_address_is_named(string fetcher)
    {
        using var run = new WorkerRun(plugin.Manifest("http://user:hidden@127.0.0.1:9/plugin"));
        var outcome = (await run.RunAsync(With(fetcher) with { HasNetwork = false }, "after_plan")).ShouldExit(1);
        Assert.Contains("http://127.0.0.1:9/plugin cannot be fetched: ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllFetchers))]
    public async Task A_full_disk_is_told_and_nothing_stays(string fetcher)
    {
        using var run = new WorkerRun(plugin.Manifest());
        var outcome = (await run.RunAndLookAsync(With(fetcher) with { DiskSize = "100k" }, $"ls -A /mnt/workspace/{Binaries}", "after_plan")).ShouldExit(1);
        Assert.Contains("is the workspace full?", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Fact]
    public async Task A_program_to_fetch_with_is_asked_for()
    {
        using var run = new WorkerRun(plugin.Manifest());
        var container = (bench.Debian with { Shell = "/bin/dash" }).With("rm usr/bin/curl usr/bin/wget");
        var outcome = (await run.RunAsync(container, "after_plan")).ShouldExit(1);
        Assert.Contains($"it needs curl or wget to fetch {plugin.Server.Address}{NativePlugin.Path}\n", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_architecture_is_named()
    {
        using var run = new WorkerRun(plugin.Manifest());
        var container = (bench.Debian with { Shell = "/bin/dash" }).With("printf '#!/bin/sh\\necho riscv64\\n' >usr/local/bin/uname; chmod +x usr/local/bin/uname");
        var outcome = (await run.RunAsync(container, "after_plan")).ShouldExit(1);
        Assert.Equal($"spaceforge: cannot install {NativePlugin.Name}: this worker is riscv64, and programs are there for amd64 and arm64 only\n", outcome.Error);
    }

    Container With(string fetcher) => fetcher switch
    {
        "curl" => bench.Debian with { Shell = "/bin/dash" },
        "wget" => (bench.Debian with { Shell = "/bin/dash" }).With("rm usr/bin/curl"),
        _ => bench.Busybox,
    };
}
