using System.IO.Compression;
using Spaceforge.Worker.Tests.Containers;

namespace Spaceforge.Worker.Tests.Publishing;

/// <summary>What <c>spaceforge publish</c> makes, and its error messages.</summary>
[Collection(nameof(PublishedPlugin))]
public sealed class PublishTests(Bench bench, PublishedPlugin published) : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static string Tool => Repository.PathOf("artifacts", "bin", "Spaceforge.Cli", "release", "spaceforge-cli.dll");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Executables_sums_and_manifest_are_written()
    {
        published.Outcome.ShouldExit(0);
        Assert.Equal("", published.Outcome.Output);
        Assert.Contains($"Building {PublishedPlugin.Name}-linux-amd64\nBuilding {PublishedPlugin.Name}-linux-arm64\nWrote dist/",
            published.Outcome.Error, StringComparison.Ordinal);
        // No output of the compiler or CMake.
        Assert.DoesNotContain("warning", published.Outcome.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["SHA256SUMS", $"{PublishedPlugin.Name}-linux-amd64", $"{PublishedPlugin.Name}-linux-arm64", "plugin.yaml"],
            Directory.GetFiles(published.PathOf("")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        var check = await new CommandLine("sha256sum", "--check", "SHA256SUMS") { Folder = published.PathOf("") }.RunAsync();
        Assert.Equal($"{PublishedPlugin.Name}-linux-amd64: OK\n{PublishedPlugin.Name}-linux-arm64: OK\n", check.ShouldExit(0).Output);
    }

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public async Task An_executable_has_at_most_12_MB(string architecture)
    {
        using var executable = File.OpenRead(published.Executable(architecture));
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)) await executable.CopyToAsync(
            gzip, TestContext.Current.CancellationToken);
        Assert.InRange(executable.Length, 1_000_000, 12_000_000);
        Assert.InRange(compressed.Length, 500_000, 5_500_000);
    }

    /// <summary>
    /// With the executable for the other architecture, which is some 5 % smaller on arm64, the manifest stays below 5 MB.
    /// </summary>
    [Fact]
    public async Task The_quick_starts_embedded_manifest_stays_small()
    {
        const int Most = 2_620_000;
        _folder.Write("plugin.cs", await File.ReadAllTextAsync(
            Repository.PathOf("samples", "quickstart", "plugin.cs"), TestContext.Current.CancellationToken));
        (await new CommandLine(
            Repository.PathOf("spaceforge"), "publish", "--embed", "--arch", Bench.Architecture)
        { Folder = _folder.Path }
            .RunAsync()).ShouldExit(0);
        Assert.InRange(new FileInfo(_folder.PathOf("dist", "plugin.yaml")).Length, Most / 2, Most);
    }

    [Fact]
    public async Task The_same_plugin_gives_the_same_bytes_in_another_folder()
    {
        _folder.Write("some where/plugin.cs", await File.ReadAllTextAsync(PublishedPlugin.Source, TestContext.Current.CancellationToken));
        (await PublishedPlugin.PublishAsync(
            _folder.PathOf("some where"), "https://example.com", "--arch", Bench.Architecture, "-o", "out")).ShouldExit(0);
        var name = $"{PublishedPlugin.Name}-linux-{Bench.Architecture}";
        Assert.Equal(
            await Sha256Async(published.Executable(Bench.Architecture)), await Sha256Async(_folder.PathOf("some where", "out", name)));
        Assert.Equal(["SHA256SUMS", name, "plugin.yaml"], Directory.GetFiles(_folder.PathOf("some where", "out"))
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_manifest_can_be_made_again_without_building()
    {
        _folder.Write("plugin.cs", await File.ReadAllTextAsync(PublishedPlugin.Source, TestContext.Current.CancellationToken));
        var generated = await Generate(published.PathOf("SHA256SUMS"), "--url-base", published.Server.Address + "/1.0.0").RunAsync();
        Assert.Equal(await File.ReadAllTextAsync(
            published.PathOf("plugin.yaml"), TestContext.Current.CancellationToken), generated.ShouldExit(0).Output);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  other-linux-amd64\n",
        "has no line for native_plugin-1.0.0-linux-amd64 or -arm64. It lists other-linux-amd64.")]
    [InlineData("", "It lists no files.")]
    [InlineData("\nxyz  native_plugin-1.0.0-linux-amd64\n", "line 2: it is not in the format of sha256sum")]
    public async Task Sums_that_do_not_fit_are_named(string sums, string message)
    {
        _folder.Write("plugin.cs", await File.ReadAllTextAsync(PublishedPlugin.Source, TestContext.Current.CancellationToken));
        var outcome = (await Generate(_folder.Write("SUMS", sums), "--url-base", "https://example.com").RunAsync()).ShouldExit(2);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_given_wrongly_is_named_before_anything_is_built()
    {
        _folder.Write("plugin.cs", await File.ReadAllTextAsync(PublishedPlugin.Source, TestContext.Current.CancellationToken));
        var withoutSums = (await Generate("gone", "--url-base", "https://example.com").RunAsync()).ShouldExit(2);
        Assert.Contains("Cannot read '", withoutSums.Error, StringComparison.Ordinal);
        Assert.Contains("--native requires --url-base", (await Generate("SUMS").RunAsync()).ShouldExit(2).Error, StringComparison.Ordinal);

        var architecture = (await PublishedPlugin.PublishAsync(_folder.Path, "https://example.com", "--arch", "amd64,riscv64")).ShouldExit(
            2);
        Assert.Equal("error: --arch 'riscv64': the architecture must be amd64 or arm64.\n", architecture.Error);
        var address = (await PublishedPlugin.PublishAsync(_folder.Path, "example.com/releases")).ShouldExit(2);
        Assert.StartsWith("error: --url-base 'example.com/releases' is not an absolute http or https URL of a folder",
            address.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.PathOf("dist")));
    }

    [Fact]
    public async Task Missing_build_tools_are_named_with_the_command_that_installs_them()
    {
        _folder.Write("plugin.cs", await File.ReadAllTextAsync(PublishedPlugin.Source, TestContext.Current.CancellationToken));
        Directory.CreateDirectory(_folder.PathOf("bin"));
        File.CreateSymbolicLink(_folder.PathOf("bin", "dotnet"), Path.Combine(Bench.SdkFolder, "dotnet"));
        var outcome = await new CommandLine(
            Path.Combine(Bench.SdkFolder, "dotnet"), "exec", Tool, "publish", "--url-base", "https://example.com")
        {
            Folder = _folder.Path,
            Variables = new Dictionary<string, string?> { ["PATH"] = _folder.PathOf("bin") },
        }.RunAsync();
        var foreign = Bench.Architecture == "arm64" ? "x86_64" : "aarch64";
        Assert.Equal(
            $"error: Build tools are missing. Install them with:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends clang lld cmake make pkg-config binutils-{foreign}-linux-gnu\n",
            outcome.ShouldExit(2).Error);
        Assert.False(Directory.Exists(_folder.PathOf("dist")));
    }

    [Theory]
    [InlineData("NUGET_PACKAGES")]
    [InlineData("TMPDIR")]
    public async Task A_path_with_a_blank_is_named_before_anything_is_built(string variable)
    {
        _folder.Write("plugin.cs", await File.ReadAllTextAsync(PublishedPlugin.Source, TestContext.Current.CancellationToken));
        var path = Directory.CreateDirectory(_folder.PathOf("a b")).FullName;
        var outcome = await new CommandLine(
            Path.Combine(Bench.SdkFolder, "dotnet"), "exec", Tool, "publish", "--url-base", "https://example.com")
        {
            Folder = _folder.Path,
            Variables = new Dictionary<string, string?> { [variable] = path },
        }.RunAsync();
        Assert.Matches(
            $"^error: Static executables cannot be built while the path '{path}/?' contains a blank.\nSet {variable} to a path without blanks.\n$",
            outcome.ShouldExit(2).Error);
        Assert.False(Directory.Exists(_folder.PathOf("dist")));
    }

    [Fact]
    public async Task On_a_machine_without_any_all_of_them_are_named()
    {
        var outcome = (await PublishInContainerAsync(bench.WithSdk)).ShouldExit(2);
        var foreign = Bench.Architecture == "arm64" ? "amd64" : "arm64";
        var triplet = Bench.Architecture == "arm64" ? "x86-64" : "aarch64";
        Assert.Equal(
            $"error: Build tools are missing. Install them with:\n  sudo dpkg --add-architecture {foreign} && sudo apt-get update && sudo apt-get install -y --no-install-recommends "
            + "clang lld cmake make pkg-config libc6-dev libssl-dev zlib1g-dev libgcc-12-dev libstdc++-12-dev "
            + $"libc6-dev:{foreign} libssl-dev:{foreign} zlib1g-dev:{foreign} libgcc-12-dev:{foreign} libstdc++-12-dev:{foreign} binutils-{triplet}-linux-gnu\n",
            outcome.Error);
    }

    [Fact]
    public async Task Elsewhere_than_on_Debian_the_ways_that_there_are_are_named()
    {
        var outcome = (await PublishInContainerAsync(bench.WithSdk.With("rm usr/bin/dpkg"))).ShouldExit(2);
        Assert.StartsWith("error: Static executables can only be built on Debian or Ubuntu. Build in a container or on GitHub",
            outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_plugin_is_reported_before_the_long_build()
    {
        _folder.Write("plugin.cs", PluginText.With(declarations: "public override IReadOnlyList<Binary> Binaries => [new(\"tool\")];"));
        var outcome = (await PublishedPlugin.PublishAsync(_folder.Path, "https://example.com")).ShouldExit(2);
        Assert.Contains("error SF0603", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Building", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public async Task It_runs_hooks_and_nothing_else(string architecture)
    {
        using var run = new WorkerRun(published.Manifest());
        File.Copy(published.Executable(architecture), run.PathOf("plugin"));
        var (container, start) = Emulated(bench.Busybox, architecture);
        Assert.Equal(
            "Native Plugin 1.0.0 (Spaceforge 1.0.0)\n", (await run.RunSessionAsync(container, $"{start} --version")).ShouldExit(0).Output);
        var generate = (await run.RunSessionAsync(container, $"{start} generate")).ShouldExit(2);
        Assert.Contains("only runs hooks on workers", generate.Error, StringComparison.Ordinal);
    }

    /// <summary>A container that can run an executable of an architecture, and the command to run it.</summary>
    internal static (Container Container, string Start) Emulated(Container container, string architecture)
    {
        if (architecture == Bench.Architecture) return (container, "/mnt/workspace/plugin");
        var emulator = architecture == "arm64" ? "/usr/bin/qemu-aarch64-static" : "/usr/bin/qemu-x86_64-static";
        return (container.With($"cp {emulator} bin/emulator"), "/bin/emulator /mnt/workspace/plugin");
    }

    async Task<Outcome> PublishInContainerAsync(Container container)
    {
        using var run = new WorkerRun(published.Manifest());
        run.Write("plugin.cs", await File.ReadAllTextAsync(PublishedPlugin.Source, TestContext.Current.CancellationToken));
        return await run.RunSessionAsync(
            container.With($"mkdir tool; mount --bind -o ro '{Path.GetDirectoryName(Tool)}' tool")
                .With("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
            "dotnet exec /tool/spaceforge-cli.dll publish /mnt/workspace/plugin.cs --url-base https://example.com");
    }

    static async Task<string> Sha256Async(string path) => Bench.Sha256(await File.ReadAllBytesAsync(path));

    CommandLine Generate(string sums, params string[] more) =>
        new(Repository.PathOf("spaceforge"), ["generate", "-o", "-", "--native", sums, .. more]) { Folder = _folder.Path };
}
