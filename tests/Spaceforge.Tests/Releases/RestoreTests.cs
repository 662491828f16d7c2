using System.Text;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Tests.Releases;

/// <summary>
/// What a restore refuses with the settings of this repository: other packages than those that the lock files name, and packages with known
/// vulnerabilities.
/// </summary>
public sealed class RestoreTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public RestoreTests()
    {
        _folder.Write("Directory.Build.props", $"""
            <Project>
              <Import Project="{Repository.PathOf("Directory.Build.props")}" />
              <PropertyGroup>
                <UseArtifactsOutput>false</UseArtifactsOutput>
              </PropertyGroup>
            </Project>
            """);
        _folder.Write("Directory.Packages.props", File.ReadAllText(Repository.PathOf("Directory.Packages.props")));
        _folder.Write("one.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="YamlDotNet" />
              </ItemGroup>
            </Project>
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_project_has_a_lock()
    {
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        })
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            // What is built, what a new plugin gets, and parts of other projects under their names, which CI does not restore.
            .Where(path => !((string[])["artifacts/", "src/Spaceforge.Templates/plugin/", "tests/mutation/"])
                .Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            .ToArray();
        Assert.InRange(projects.Length, 37, 200);
        // A restore makes a lock that is missing, even in CI, so nothing else would find it.
        Assert.All(projects, path => Assert.True(
            File.Exists(Repository.PathOf(Path.GetDirectoryName(path)!, "packages.lock.json")), $"{path} has no lock."));
    }

    [Fact]
    public async Task A_changed_lock_is_refused_in_CI()
    {
        (await RestoreAsync()).ShouldExit(0);
        var whole = await File.ReadAllTextAsync(_folder.PathOf("packages.lock.json"), TestContext.Current.CancellationToken);
        var start = whole.IndexOf("\"contentHash\": \"", StringComparison.Ordinal) + "\"contentHash\": \"".Length;
        var content = whole[..start] + (whole[start] == 'A' ? 'B' : 'A') + whole[(start + 1)..];
        var version = whole.Replace("\"requested\": \"[", "\"requested\": \"[0.", StringComparison.Ordinal);

        foreach (var (changed, code) in ((string, string)[])[(content, "NU1403"), (version, "NU1004")])
        {
            _folder.Write("packages.lock.json", changed);
            // As ./build ci restores. What an earlier restore left would hide the change otherwise.
            var refused = (await RestoreAsync("--locked-mode", "--force")).ShouldExit(1);
            Assert.Contains($"error {code}", refused.Output, StringComparison.Ordinal);
        }

        _folder.Write("packages.lock.json", whole);
        (await RestoreAsync("--locked-mode", "--force")).ShouldExit(0);
        Assert.Contains("--locked-mode --force", await File.ReadAllTextAsync(
            Repository.PathOf("build"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(, 0.0.1)", 0)]
    [InlineData("(, 999.0.0)", 1)]
    public async Task A_package_with_a_known_vulnerability_is_refused(string versions, int exitCode)
    {
        using var feed = new FileServer();
        var known = feed.Publish("/known.json", Encoding.UTF8.GetBytes(
            $$"""{"yamldotnet":[{"url":"https://example.com/advisory","severity":0,"versions":"{{versions}}"}]}"""));
        var pages = feed.Publish("/pages.json", Encoding.UTF8.GetBytes(
            $$"""[{"@name":"base","@id":"{{known}}","@updated":"2026-01-01T00:00:00Z"}]"""));
        var index = feed.Publish("/index.json", Encoding.UTF8.GetBytes(
            $$"""{"version":"3.0.0","resources":[{"@id":"{{pages}}","@type":"VulnerabilityInfo/6.7.0"}]}"""));
        _folder.Write("nuget.config", $"""
            <configuration>
              <auditSources>
                <clear />
                <add key="known" value="{index}" allowInsecureConnections="true" />
              </auditSources>
            </configuration>
            """);

        var outcome = (await RestoreAsync("--no-http-cache")).ShouldExit(exitCode);
        Assert.Equal(exitCode == 1, outcome.Output.Contains("error NU1901", StringComparison.Ordinal));
        Assert.Equal(1, feed.Requests("/known.json"));
    }

    Task<Outcome> RestoreAsync(params string[] arguments) =>
        new CommandLine("dotnet", ["restore", "--nologo", .. arguments]) { Folder = _folder.Path }.RunAsync();
}
