using System.Text.Json.Nodes;
using Spaceforge.Tests.Conformance;

namespace Spaceforge.Tests.Manifests;

/// <summary>
/// Every manifest of this repository is the same data to parsers of other languages as to ours: the committed ones of samples and catalog,
/// their portable ones, and each form of the specification's plugins.
/// </summary>
public sealed class SecondOpinionTests
{
    [Fact]
    public void Committed_manifests_and_those_of_the_specification_are_the_same_data() => Compare(
    [
        .. Committed.Select(path => (path, File.ReadAllText(path))),
        .. from plugin in Plugins
           from form in (string[])["source", "native"]
           select ($"{plugin.Name} {form}", Generated.Yaml(plugin, form)),
        // Megabytes each, and the same for every plugin.
        .. Generated.Forms.Except(["source", "native"]).Select(form => (form, Generated.LargeYaml(Plugins.First(), form))),
    ], atLeast: 60);

    [Fact]
    [Trait("Only", "ci")]
    public void Portable_manifests_are_the_same_data()
    {
        string[] paths = [.. Committed.Select(path =>
            Repository.PathOf("artifacts", "manifests", $"{Path.GetFileName(Path.GetDirectoryName(path))}.yaml"))];
        if (!paths.All(File.Exists)) Needs.Missing("there are no portable manifests; ./build manifests makes them");
        Compare([.. paths.Select(path => (path, File.ReadAllText(path)))], atLeast: 19);
    }

    [Theory]
    [InlineData("a: yes\n")]
    [InlineData("a: 1_000\n")]
    [InlineData("a: 0o14\n")]
    public void Parsers_that_disagree_are_found(string yaml) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Compare([("disagreed", yaml)], atLeast: 1));

    static string[] Committed { get; } =
    [
        .. ((string[])["samples", "plugins"])
            .SelectMany(folder => Directory.GetFiles(Repository.PathOf(folder), "plugin.yaml", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal),
    ];

    static IEnumerable<SpaceforgePlugin> Plugins => Directory.GetFiles(ConformanceCase.Folder, "*.json").Order(StringComparer.Ordinal)
        .Select(path => ConformanceCase.Load(Path.GetFileNameWithoutExtension(path)))
        .Where(conformance => !conformance.IsError)
        .Select(conformance => ConformancePlugin.Create(conformance.Definition));

    static void Compare(IReadOnlyList<(string Name, string Yaml)> manifests, int atLeast)
    {
        Assert.InRange(manifests.Count, atLeast, 1_000);
        using var parsers = new ForeignParsers();
        foreach (var (parser, documents) in parsers.ReadAll([.. manifests.Select(manifest => manifest.Yaml)], pure: false))
        {
            Assert.Equal(manifests.Count, documents.Count);
            foreach (var ((name, yaml), theirs) in manifests.Zip(documents))
            {
                Assert.True(JsonNode.DeepEquals(YamlReader.Read(yaml), theirs), $"{parser} reads {name} otherwise.");
            }
        }
    }
}
