using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>Shared by all worker tests: images, a server, and a plugin's generated manifest.</summary>
public sealed class Bench : IAsyncLifetime
{
    const string Tool = "#!/bin/sh\necho \"the tool says $1\"\n";

    Manifest? _plugin;
    Manifest? _portable;
    string? _obstacle;
    RunnerImage? _busybox;
    RunnerImage? _debian;

    internal static string Architecture =>
        RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    internal FileServer Server { get; } = new();

    internal string Feed { get; private set; } = "";

    /// <summary>A container with only busybox.</summary>
    internal Container Busybox => new(_busybox ?? Obstacle<RunnerImage>());

    /// <summary>A container with Debian, without .NET.</summary>
    internal Container Debian => new(_debian ?? Obstacle<RunnerImage>());

    /// <summary>A container with a later Debian, which only some tests need.</summary>
    internal async Task<Container> NewerDebianAsync() =>
        new(_debian is null ? Obstacle<RunnerImage>() : await RunnerImage.NewerDebianAsync()) { Shell = "/bin/dash" };

    /// <summary>A container with Debian, this machine's SDK and a local feed.</summary>
    internal Container WithSdk => Debian.With($"""
        mkdir -p usr/share/dotnet home/spacelift/.nuget/NuGet
        mount --bind -o ro '{SdkFolder}' usr/share/dotnet
        ln -s /usr/share/dotnet/dotnet usr/bin/dotnet
        cat >home/spacelift/.nuget/NuGet/NuGet.Config <<'CONFIGURATION'
        {PackageFeed.Configuration(Feed)}
        CONFIGURATION
        """);

    internal static string SdkFolder { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>A container with Debian and this machine's runtime, without the SDK.</summary>
    internal Container WithRuntime => Debian.With(Runtime("usr/share/dotnet") + "\nln -s /usr/share/dotnet/dotnet usr/bin/dotnet");

    /// <summary>Commands that add a folder with only the runtime to an image.</summary>
    internal static string Runtime(string folder) => $"""
        mkdir -p '{folder}/shared/Microsoft.NETCore.App' '{folder}/host'
        cp '{SdkFolder}/dotnet' '{folder}/dotnet'
        mount --bind -o ro '{SdkFolder}/shared/Microsoft.NETCore.App' '{folder}/shared/Microsoft.NETCore.App'
        mount --bind -o ro '{SdkFolder}/host' '{folder}/host'
        """;

    /// <summary>The folder of the Debian image.</summary>
    internal string DebianFolder => (_debian ?? Obstacle<RunnerImage>()).Folder;

    /// <summary>The portable manifest of Plugins/plugin.cs.</summary>
    internal Manifest Portable => _portable ?? Obstacle<Manifest>();

    /// <summary>The manifest of Plugins/plugin.cs.</summary>
    internal Manifest Plugin => _plugin ?? Obstacle<Manifest>();

    public async ValueTask InitializeAsync()
    {
        _obstacle = await Container.ObstacleAsync();
        if (_obstacle is not null) return;

        _busybox = await RunnerImage.BusyboxAsync();
        _debian = await RunnerImage.DebianAsync();
        Feed = PackageFeed.Publish(Server);
        var address = Server.Publish("/my-tool", Encoding.UTF8.GetBytes(Tool));
        var source = await File.ReadAllTextAsync(Repository.PathOf("tests", "Spaceforge.Worker.Tests", "Plugins", "plugin.cs"));
        source = source
            .Replace("TOOL-ADDRESS", address, StringComparison.Ordinal)
            .Replace("TOOL-SHA256", Sha256(Encoding.UTF8.GetBytes(Tool)), StringComparison.Ordinal);
        _plugin = await GenerateAsync(source);
        _portable = await GenerateAsync("portable", source);
    }

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Generates the manifest of a plugin with additional files.</summary>
    internal static Task<Manifest> GenerateAsync(string source, params (string Name, string Text)[] files) =>
        GenerateAsync("source", source, files);

    /// <summary>Generates the manifest of a plugin in a form.</summary>
    internal static async Task<Manifest> GenerateAsync(string form, string source, params (string Name, string Text)[] files)
    {
        using var folder = new TemporaryFolder();
        folder.Write("plugin.cs", source);
        foreach (var (name, text) in files) folder.Write(name, text);
        (await new CommandLine(
            Repository.PathOf("spaceforge"), "generate", "plugin.cs", "--form", form)
        { Folder = folder.Path }.RunAsync()).ShouldExit(0);
        return Manifest.Read(await File.ReadAllTextAsync(folder.PathOf("plugin.yaml")));
    }

    // What is made for containers is missing wherever they are.
    T Obstacle<T>()
        where T : class
    {
        Needs.Missing(_obstacle ?? "There is no image.");
        return null!;
    }
}
