using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Publishing;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>Failing downloads, with each download program; the three run in parallel.</summary>
[Collection(nameof(PublishedPlugin))]
public sealed class DownloadTests(Bench bench, PublishedPlugin plugin)
{
    const string Binaries = "plugins/plugin_binaries";

    [Theory]
    [InlineData("ServerError,ServerError")]
    [InlineData("Cut")]
    [InlineData("Reset")]
    public Task A_broken_download_is_tried_again(string faults) => WithEachAsync(async fetcher =>
    {
        var sequence = faults.Split(',').Select(Enum.Parse<Fault>).ToArray();
        using var run = new WorkerRun(plugin.Manifest(fetcher.Address));
        plugin.Server.Fail(fetcher.Path, sequence);

        (await run.RunAsync(fetcher.Container, "after_plan")).ShouldExit(0);
        Assert.Equal(sequence.Length + 1, plugin.Server.Requests(fetcher.Path));
        Assert.Equal(plugin.Content, await File.ReadAllBytesAsync(
            run.PathOf($"{Binaries}/{PublishedPlugin.Name}"), TestContext.Current.CancellationToken));
    });

    [Fact]
    public Task What_does_not_exist_is_asked_for_once() => WithEachAsync(async fetcher =>
    {
        plugin.Server.Remove(fetcher.Path);
        using var run = new WorkerRun(plugin.Manifest($"{fetcher.Address}?signature=hidden"));
        var outcome = (await run.RunAsync(fetcher.Container, "after_plan")).ShouldExit(1);
        Assert.Contains($"spaceforge: cannot install {PublishedPlugin.Name}: {fetcher.Address} cannot be fetched: ",
            outcome.Error, StringComparison.Ordinal);
        Assert.Contains("404", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(1, plugin.Server.Requests(fetcher.Path));
        Assert.Empty(run.List(Binaries));
    });

    [Fact]
    public Task A_wrong_checksum_stops_the_run_and_names_both() => WithEachAsync(async fetcher =>
    {
        var wrong = new string('0', 64);
        using var run = new WorkerRun(plugin.Manifest(fetcher.Address, wrong));
        var outcome = (await run.RunAsync(fetcher.Container, "after_plan")).ShouldExit(1);
        Assert.Contains($"{fetcher.Address} has the SHA-256 {Bench.Sha256(plugin.Content)}, and {wrong} was expected\n",
            outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
        Assert.Empty(run.List(Binaries));
    });

    [Fact]
    public Task A_server_that_falls_silent_is_given_up() => WithEachAsync(async fetcher =>
    {
        using var run = new WorkerRun(plugin.Manifest(fetcher.Address));
        plugin.Server.Fail(fetcher.Path, Fault.Stall);
        (await run.RunAsync(fetcher.Container.With("SPACEFORGE_DOWNLOAD_TIMEOUT", "1"), "after_plan")).ShouldExit(0);
        Assert.Equal(2, plugin.Server.Requests(fetcher.Path));
    });

    [Fact]
    public Task Without_a_network_the_address_is_named() => WithEachAsync(async fetcher =>
    {
        using var run = new WorkerRun(plugin.Manifest("http://user:hidden@127.0.0.1:9/plugin"));
        var outcome = (await run.RunAsync(fetcher.Container with { HasNetwork = false }, "after_plan")).ShouldExit(1);
        Assert.Contains("http://127.0.0.1:9/plugin cannot be fetched: ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", outcome.Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_full_disk_is_reported_and_nothing_stays() => WithEachAsync(async fetcher =>
    {
        using var run = new WorkerRun(plugin.Manifest(fetcher.Address));
        var outcome = (await run.RunAndLookAsync(
            fetcher.Container with { DiskSize = "100k" }, $"ls -A /mnt/workspace/{Binaries}", "after_plan")).ShouldExit(1);
        Assert.Contains("is the workspace full?", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    });

    [Fact]
    public async Task A_program_to_fetch_with_is_asked_for()
    {
        using var run = new WorkerRun(plugin.Manifest());
        var container = (bench.Debian with { Shell = "/bin/dash" }).With("rm usr/bin/curl usr/bin/wget");
        var outcome = (await run.RunAsync(container, "after_plan")).ShouldExit(1);
        Assert.Contains($"it needs curl or wget to fetch {plugin.Server.Address}{PublishedPlugin.Path}\n",
            outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_architecture_is_named()
    {
        using var run = new WorkerRun(plugin.Manifest());
        var container = (bench.Debian with { Shell = "/bin/dash" }).With(
            "printf '#!/bin/sh\\necho riscv64\\n' >usr/local/bin/uname; chmod +x usr/local/bin/uname");
        var outcome = (await run.RunAsync(container, "after_plan")).ShouldExit(1);
        Assert.Equal($"spaceforge: cannot install {PublishedPlugin.Name}: this worker is riscv64, and programs are there for amd64 and arm64 only\n", outcome.Error);
    }

    /// <summary>Checks curl, GNU wget and busybox wget, each with a separate URL.</summary>
    Task WithEachAsync(Func<Fetcher, Task> check)
    {
        var debian = bench.Debian with { Shell = "/bin/dash" };
        plugin.Server.Forget();
        (string Name, Container Container)[] fetchers =
            [("curl", debian), ("wget", debian.With("rm usr/bin/curl")), ("busybox", bench.Busybox)];
        return Task.WhenAll(fetchers.Select(fetcher =>
        {
            var path = $"/{fetcher.Name}/plugin";
            return check(new Fetcher(fetcher.Container, path, plugin.Server.Publish(path, plugin.Content)));
        }));
    }

    sealed record Fetcher(Container Container, string Path, string Address);
}
