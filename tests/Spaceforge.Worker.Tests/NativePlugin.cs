using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>A native plugin on a server: a static executable, and manifests that start it.</summary>
public sealed class NativePlugin : IAsyncLifetime
{
    internal const string Name = "native-plugin-1.0.0";

    internal const string Path = "/downloads/native-plugin";

    /// <summary>A later hook's output, in a project root.</summary>
    internal static string Output(string hook, string folder) => $"native run {hook} in {folder}\n";

    internal FileServer Server { get; } = new();

    internal byte[] Executable { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var folder = new TemporaryFolder();
        var source = Repository.PathOf("tests", "Spaceforge.Worker.Tests", "Plugins", "native.c");
        (await new CommandLine("clang", "-static", "-O1", "-o", folder.PathOf("native"), source).RunAsync()).ShouldExit(0);
        Executable = await File.ReadAllBytesAsync(folder.PathOf("native"));
        Server.Publish(Path, Executable);
    }

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A manifest whose every phase starts the plugin.</summary>
    /// <param name="address">Where it is downloaded; from the server where left out.</param>
    /// <param name="sha256">Its sum; the right one where left out.</param>
    internal Manifest Manifest(string? address = null, string? sha256 = null)
    {
        const string folder = "/mnt/workspace/plugins/native-plugin";
        address ??= Server.Address + Path;
        sha256 ??= Bench.Sha256(Executable);
        var downloads = $"amd64 '{address}' {sha256} arm64 '{address}' {sha256}";
        return new Manifest(
            ((string[])["launch.sh", "install.sh"]).ToDictionary(
                script => $"{folder}/{script}", script => File.ReadAllText(Repository.PathOf("src", "Spaceforge", "Launching", script))),
            ((string[])["after_init", "before_plan", "after_plan", "before_apply"]).ToDictionary(
                hook => hook, IReadOnlyList<string> (hook) => [$"sh {folder}/launch.sh {hook} native {Name} {downloads}"]));
    }
}
