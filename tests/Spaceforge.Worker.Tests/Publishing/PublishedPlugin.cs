using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests.Publishing;

/// <summary>Plugins/web.cs as <c>spaceforge publish</c> makes it, for both architectures, on a server.</summary>
public sealed class PublishedPlugin : IAsyncLifetime
{
    internal const string Name = "web_test-1.0.0";

    readonly TemporaryFolder _folder = new();

    internal FileServer Server { get; } = new();

    internal Outcome Outcome { get; private set; } = null!;

    internal static string Source => Repository.PathOf("tests", "Spaceforge.Worker.Tests", "Plugins", "web.cs");

    internal string PathOf(string file) => _folder.PathOf("dist", file);

    internal string Executable(string architecture) => PathOf($"{Name}-linux-{architecture}");

    public async ValueTask InitializeAsync()
    {
        File.Copy(Source, _folder.PathOf("plugin.cs"));
        Outcome = await PublishAsync(_folder.Path, Server.Address + "/1.0.0/");
        foreach (var architecture in (string[])["amd64", "arm64"])
        {
            if (File.Exists(Executable(architecture))) Server.Publish($"/1.0.0/{Name}-linux-{architecture}", File.ReadAllBytes(Executable(architecture)));
        }
    }

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static Task<Outcome> PublishAsync(string folder, string urlBase, params string[] more) =>
        new CommandLine(Repository.PathOf("spaceforge"), ["publish", "--url-base", urlBase, .. more]) { Folder = folder }.RunAsync();

    internal Manifest Manifest() => Containers.Manifest.Read(File.ReadAllText(PathOf("plugin.yaml")));
}
