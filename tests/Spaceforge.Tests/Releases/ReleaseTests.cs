using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Spaceforge.Tests.Releases;

/// <summary>What a release must agree on: its version and the repository's address.</summary>
public sealed partial class ReleaseTests
{
    static readonly XElement s_properties = XDocument.Load(Repository.PathOf("Directory.Build.props")).Root!;

    static string Property(string name) => s_properties.Descendants(name).Single().Value;

    [Fact]
    public void Every_file_names_the_version_of_the_packages()
    {
        var others = Texts()
            .SelectMany(file => PackageVersion().Matches(file.Text).Select(match => (file.Path, Version: match.Groups["version"].Value)))
            .Where(found => found.Version != Property("Version"));
        Assert.Empty(others);
        Assert.Equal(Property("Version"), LibraryVersion.Text);
    }

    [Fact]
    public void Every_address_of_the_repository_is_the_one_that_packages_have()
    {
        var address = Property("RepositoryUrl");
        var others = Texts()
            .SelectMany(file => Address().Matches(file.Text).Select(match => (file.Path, match.Value)))
            .Where(found => !found.Value.StartsWith(address, StringComparison.Ordinal));
        Assert.Empty(others);
    }

    [Fact]
    public async Task A_tag_must_be_the_version()
    {
        var script = Repository.PathOf(".github", "workflows", "check-tag");
        var right = await new CommandLine(script, "v" + Property("Version")).RunAsync();
        var wrong = await new CommandLine(script, "v0.0.1").RunAsync();

        right.ShouldExit(0);
        wrong.ShouldExit(1);
        Assert.Contains($"tag v{Property("Version")}", wrong.Error, StringComparison.Ordinal);
    }

    /// <summary>What people and programs read of this repository; not what is built, fetched or kept by git.</summary>
    static IEnumerable<(string Path, string Text)> Texts()
    {
        var folders = new[] { ".github", "benchmarks", "docs", "plugins", "samples", "src" }.Select(folder => Repository.PathOf(folder));
        var nested = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        }));
        return Directory.EnumerateFiles(Repository.Root, "*.md").Concat(nested)
            .Where(path => !Built().IsMatch(path) && Path.GetExtension(path) is not (".png" or ".yaml" or ".json"))
            .Select(path => (Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path)));
    }

    [GeneratedRegex(
        @"#:package Spaceforge(?:\.\w+)?@(?<version>[0-9][\w.-]*)|Include=""Spaceforge(?:\.\w+)?"" Version=""(?<version>[^""$]+)""")]
    private static partial Regex PackageVersion();

    [GeneratedRegex(@"https://github\.com/spaceforge/[\w.-]+")]
    private static partial Regex Address();

    [GeneratedRegex("/(bin|obj|node_modules|TestResults)/")]
    private static partial Regex Built();
}
