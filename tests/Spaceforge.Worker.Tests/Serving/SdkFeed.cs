using System.Text;

namespace Spaceforge.Worker.Tests.Serving;

/// <summary>
/// Microsoft's URLs for its install script and SDKs. The SDK is this machine's: instead of 200 MB, its archive has the
/// program 'dotnet' and links to a folder that is mounted at /opt/sdk.
/// </summary>
static class SdkFeed
{
    public const string Script = "/dotnet-install.sh";

    public const string Version = "10.0.999";

    public const string Archive = $"/dotnet/Sdk/{Version}/dotnet-sdk-{Version}-linux.tar.gz";

    /// <summary>Variables that make the launcher use them.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> PublishAsync(FileServer server)
    {
        var script = Repository.PathOf("tests", "Spaceforge.Worker.Tests", "Serving", "dotnet-install.sh");
        server.Publish(Script, await File.ReadAllBytesAsync(script));
        server.Publish("/dotnet/Sdk/10.0/latest.version", Encoding.ASCII.GetBytes(Version + "\n"));
        server.Publish(Archive, await PackAsync());
        return new Dictionary<string, string?>
        {
            ["SPACEFORGE_DOTNET_INSTALL_URL"] = server.Address + Script,
            ["SPACEFORGE_DOTNET_FEED"] = $"{server.Address}/dotnet",
        };
    }

    static async Task<byte[]> PackAsync()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Bench.SdkFolder, "dotnet"), folder.PathOf("dotnet"));
        foreach (var part in Directory.GetDirectories(Bench.SdkFolder).Select(path => Path.GetFileName(path)))
        {
            File.CreateSymbolicLink(folder.PathOf(part), $"/opt/sdk/{part}");
        }

        using var packed = new TemporaryFolder();
        (await new CommandLine("tar", "-czf", packed.PathOf("sdk.tar.gz"), "-C", folder.Path, ".").RunAsync()).ShouldExit(0);
        return await File.ReadAllBytesAsync(packed.PathOf("sdk.tar.gz"));
    }
}
