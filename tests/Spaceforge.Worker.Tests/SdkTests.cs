using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>An image without the SDK: it is installed in the workspace and kept for the run.</summary>
public sealed class SdkTests(Bench bench) : IAsyncLifetime
{
    const string Kept = "plugins/.spaceforge";

    static Manifest? _manifest;

    IReadOnlyDictionary<string, string?> _addresses = new Dictionary<string, string?>();

    Container Image => (bench.Debian with { Shell = "/bin/dash", Variables = _addresses })
        .With($"mkdir -p opt/sdk && mount --bind -o ro '{Bench.SdkFolder}' opt/sdk");

    public async ValueTask InitializeAsync()
    {
        _ = bench.Debian;
        _addresses = await SdkFeed.PublishAsync(bench.Server);
        // The feed comes from the nuget.config next to the plugin, as in a closed network.
        _manifest ??= await Bench.GenerateAsync(
            PluginText.With("""Logger.LogInformation("ran");""", directives: "#:property PublishAot=false"),
            ("nuget.config", PackageFeed.Configuration(bench.Feed)));
        bench.Server.Forget();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("curl")]
    [InlineData("wget")]
    public async Task It_is_installed_once_for_a_whole_run(string fetcher)
    {
        using var run = new WorkerRun(_manifest!);
        var other = fetcher == "curl" ? "wget" : "curl";
        // An older SDK in the image does not help.
        var image = Image.With($"""
            rm usr/bin/{other}
            printf '#!/bin/sh\necho "8.0.100 [/usr/share/dotnet/sdk]"\n' >usr/local/bin/dotnet
            chmod +x usr/local/bin/dotnet
            """);

        var first = (await run.RunAndLookAsync(image, "find /tmp /home -user 1983", "after_plan")).ShouldExit(0);
        var later = (await run.RunAsync(image with { HasNetwork = false }, "after_plan")).ShouldExit(0);

        Assert.Contains("spaceforge: installing the .NET 10 SDK into the workspace", first.Error, StringComparison.Ordinal);
        Assert.Contains("(my-plugin) ran\n", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("/tmp/dotnet.", first.Output, StringComparison.Ordinal);
        Assert.StartsWith("[SpaceForge] Running hook: after_plan\n", later.Error, StringComparison.Ordinal);
        Assert.Equal(1, bench.Server.Requests(SdkFeed.Archive));
        Assert.Contains("dotnet", run.List(Kept));
    }

    [Fact]
    public async Task Its_version_can_be_chosen()
    {
        using var run = new WorkerRun(_manifest!);
        var outcome = (await run.RunAsync(Image.With("SPACEFORGE_DOTNET_VERSION", "10.0.123"), "after_plan")).ShouldExit(1);
        Assert.Contains(
            "dotnet_install: Error: Could not download `.NET SDK` with version = 10.0.123\n", outcome.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            "the plugin needs the .NET 10 SDK, which cannot be installed; add the .NET 10 SDK to the runner image, or publish the plugin natively, which needs no .NET (spaceforge publish)\n", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(run.List(Kept));
    }

    [Fact]
    public async Task What_is_missing_to_install_it_is_named()
    {
        using var run = new WorkerRun(_manifest!);
        var bash = (await run.RunAsync(Image.With("rm bin/bash"), "after_plan")).ShouldExit(1);
        Assert.Contains("installing it requires bash, which is missing too; add the .NET 10 SDK to the runner image",
            bash.Error, StringComparison.Ordinal);

        var fetcher = (await run.RunAsync(Image.With("rm usr/bin/curl usr/bin/wget"), "after_plan")).ShouldExit(1);
        Assert.Contains("it needs curl or wget to fetch", fetcher.Error, StringComparison.Ordinal);
        Assert.Contains("which cannot be installed; add the .NET 10 SDK to the runner image", fetcher.Error, StringComparison.Ordinal);

        var script = (await run.RunAsync(
            Image.With("SPACEFORGE_DOTNET_INSTALL_URL", $"{bench.Server.Address}/missing"), "after_plan")).ShouldExit(1);
        Assert.Contains("/missing cannot be fetched", script.Error, StringComparison.Ordinal);

        var library = (await run.RunAsync(Image.With("rm usr/lib/*/libstdc++.so.6*"), "after_plan")).ShouldExit(1);
        Assert.Contains("does not start, because this image has no libstdc++: ", library.Error, StringComparison.Ordinal);
        Assert.Empty(run.List(Kept));
    }

    [Fact]
    public Task A_kill_while_it_is_downloaded_is_survived()
    {
        bench.Server.Fail(SdkFeed.Archive, Fault.Stall);
        return KillAndRunAgainAsync(Image, _ => bench.Server.RequestedAsync(SdkFeed.Archive));
    }

    [Fact]
    public Task A_kill_while_it_is_unpacked_is_survived() => KillAndRunAgainAsync(
        Image.With(
            "printf '#!/bin/sh\\n/usr/bin/tar \"$@\" --exclude=./sdk\\ntouch /mnt/workspace/unpacking\\nsleep 1000\\n' >usr/local/bin/tar; chmod +x usr/local/bin/tar"),
        run => run.AppearsAsync("", "unpacking"));

    async Task KillAndRunAgainAsync(Container container, Func<WorkerRun, Task> happened)
    {
        using var run = new WorkerRun(_manifest!);
        await run.KillAsync(container, () => happened(run), "after_plan");
        Assert.DoesNotContain("dotnet", run.List(Kept));

        var again = (await run.RunAsync(Image, "after_plan")).ShouldExit(0);
        Assert.Contains("(my-plugin) ran\n", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(run.List(Kept), name => name.StartsWith('.'));
    }
}
