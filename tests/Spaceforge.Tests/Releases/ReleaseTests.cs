using System.Text.RegularExpressions;
using System.Xml.Linq;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Tests.Releases;

/// <summary>What a release must agree on: its version, the repository's address, and what the workflows run.</summary>
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

    [Theory]
    [InlineData("ci.yml")]
    [InlineData("release.yml")]
    public void Workflows_pin_actions_and_run_scripts_that_exist(string name)
    {
        var workflow = new YamlStream();
        using (var reader = File.OpenText(Repository.PathOf(".github", "workflows", name))) workflow.Load(reader);

        var jobs = ((YamlMappingNode)workflow.Documents[0].RootNode)["jobs"];
        var steps = ((YamlMappingNode)jobs).Children.Values.SelectMany(job => (YamlSequenceNode)job["steps"])
            .Cast<YamlMappingNode>().ToArray();
        var actions = steps.Where(step => step.Children.ContainsKey("uses")).Select(step => step["uses"].ToString());
        var commands = steps.Where(step => step.Children.ContainsKey("run")).Select(step => step["run"].ToString()).ToArray();

        Assert.All(actions, action => Assert.Matches("^[A-Za-z-]+/[a-z-]+@[0-9a-f]{40}$", action));
        Assert.All(commands, command => Assert.DoesNotContain("${{", command, StringComparison.Ordinal));
        foreach (var command in commands.Where(command => command.StartsWith('.')))
        {
            var script = Repository.PathOf(command.Split([' ', '\n'])[0]);
            Assert.True(File.Exists(script)
                && (File.GetUnixFileMode(script) & UnixFileMode.UserExecute) != 0, $"{script} is not an executable file");
        }
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
