using System.Text;

namespace Spaceforge.Worker.Tests.Serving;

/// <summary>A version 3 package feed with only the library and its dependencies.</summary>
static class PackageFeed
{
    static readonly string[] Dependencies =
        ["microsoft.extensions.logging.abstractions", "microsoft.extensions.dependencyinjection.abstractions"];

    /// <summary>The path of one of its files: the library's package.</summary>
    public const string Library = "/feed/files/spaceforge/1.0.0/spaceforge.1.0.0.nupkg";

    /// <summary>Serves the feed and returns its URL.</summary>
    public static string Publish(FileServer server)
    {
        Add(server, "spaceforge", "1.0.0", Repository.PathOf("artifacts", "packages", "Spaceforge.1.0.0.nupkg"));
        foreach (var id in Dependencies)
        {
            // This repository's restore put each package here.
            foreach (var version in Directory.GetDirectories(Path.Combine(PackagesFolder, id)).Select(folder => Path.GetFileName(folder)))
            {
                Add(server, id, version, Path.Combine(PackagesFolder, id, version, $"{id}.{version}.nupkg"));
            }
        }

        return server.Publish("/feed/index.json", Encoding.UTF8.GetBytes(
            $$"""{"version":"3.0.0","resources":[{"@id":"{{server.Address}}/feed/files/","@type":"PackageBaseAddress/3.0.0"}]}"""));
    }

    /// <summary>A configuration file with only this feed.</summary>
    public static string Configuration(string feed) => $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="feed" value="{feed}" allowInsecureConnections="true" />
          </packageSources>
        </configuration>
        """;

    public static string PackagesFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    static void Add(FileServer server, string id, string version, string file)
    {
        Assert.True(File.Exists(file), $"{file} is not there; run ./build restore build pack.");
        server.Publish($"/feed/files/{id}/{version}/{id}.{version}.nupkg", () => File.ReadAllBytes(file));
        var versions = Directory.Exists(Path.Combine(PackagesFolder, id)) && id != "spaceforge"
            ? Directory.GetDirectories(Path.Combine(PackagesFolder, id)).Select(folder => $"\"{Path.GetFileName(folder)}\"")
            : [$"\"{version}\""];
        server.Publish($"/feed/files/{id}/index.json", Encoding.UTF8.GetBytes($$"""{"versions":[{{string.Join(',', versions)}}]}"""));
    }
}
