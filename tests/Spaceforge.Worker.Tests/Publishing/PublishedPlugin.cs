using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests.Publishing;

/// <summary>Plugins/native.cs as <c>spaceforge publish</c> makes it, for both architectures, on a server.</summary>
public sealed class PublishedPlugin : IAsyncLifetime
{
    internal const string Name = "native_plugin-1.0.0";

    /// <summary>The URL of the executable for this machine.</summary>
    internal static readonly string Path = $"/1.0.0/{Name}-linux-{Bench.Architecture}";

    readonly TemporaryFolder _folder = new();

    /// <summary>What a hook prints, in a project root.</summary>
    internal static string Output(string hook, string folder) => $"native run {hook} in {folder}\n";

    /// <summary>The executable for this machine.</summary>
    internal byte[] Content { get; private set; } = [];

    /// <summary>The manifest that contains the executables.</summary>
    internal Manifest Embedded { get; private set; } = null!;

    internal FileServer Server { get; } = new();

    internal Outcome Outcome { get; private set; } = null!;

    internal static string Source => Repository.PathOf("tests", "Spaceforge.Worker.Tests", "Plugins", "native.cs");

    internal string PathOf(string file) => _folder.PathOf("dist", file);

    internal string Executable(string architecture) => PathOf($"{Name}-linux-{architecture}");

    public async ValueTask InitializeAsync()
    {
        File.Copy(Source, _folder.PathOf("plugin.cs"));
        Outcome = await PublishAsync(_folder.Path, Server.Address + "/1.0.0/");
        if (Outcome.ExitCode != 0) return;

        Content = await File.ReadAllBytesAsync(Executable(Bench.Architecture));
        Server.Publish(Path, Content);
        (await new CommandLine(
            Repository.PathOf("spaceforge"), "generate", "--native", PathOf("SHA256SUMS"), "--embed", "-o", "embedded.yaml")
        { Folder = _folder.Path }.RunAsync()).ShouldExit(0);
        Embedded = Containers.Manifest.Read(await File.ReadAllTextAsync(_folder.PathOf("embedded.yaml")));
    }

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static Task<Outcome> PublishAsync(string folder, string urlBase, params string[] more) =>
        new CommandLine(Repository.PathOf("spaceforge"), ["publish", "--url-base", urlBase, .. more]) { Folder = folder }.RunAsync();

    /// <summary>The generated manifest with another download.</summary>
    /// <param name="address">The executable's URL; the server's by default.</param>
    /// <param name="sha256">Its checksum; the correct one by default.</param>
    internal Manifest Manifest(string? address = null, string? sha256 = null)
    {
        var yaml = File.ReadAllText(PathOf("plugin.yaml"));
        if (address is not null) yaml = yaml.Replace(Server.Address + Path, $"'{address}'", StringComparison.Ordinal);
        if (sha256 is not null) yaml = yaml.Replace(Bench.Sha256(Content), sha256, StringComparison.Ordinal);
        return Containers.Manifest.Read(yaml);
    }
}
