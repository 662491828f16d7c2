using System.Text.Json;
using System.Text.Json.Nodes;
using Spaceforge.Model;
using Spaceforge.Tests.Manifests;

namespace Spaceforge.Tests.Conformance;

/// <summary>Every case of the conformance suite: a new case file is a new test.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string, string> CasesAndForms => [.. from row in Cases from form in Generated.Forms select (row.Data, form)];

    public static TheoryData<string> Cases => [.. Directory.GetFiles(ConformanceCase.Folder, "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(CasesAndForms))]
    public void A_definition_gives_the_expected_manifest_or_error(string name, string form)
    {
        var conformance = ConformanceCase.Load(name);
        var plugin = ConformancePlugin.Create(conformance.Definition);
        var errors = Generated.Findings(plugin).Where(finding => finding.IsError).Select(finding => finding.ToString()).ToArray();
        if (conformance.IsError)
        {
            var text = string.Join('\n', errors);
            Assert.NotEmpty(errors);
            Assert.All(conformance.Mentions, mention => Assert.Contains($"'{mention}'", text, StringComparison.Ordinal));
            return;
        }

        Assert.Empty(errors);
        var expected = conformance.Expected["manifest"]!.AsObject();
        // With a small program: what is in several parts has tests of its own.
        var yaml = Generated.Yaml(PluginDefinition.Of(plugin, plugin.GetType()), form);
        var actual = ComparableManifest.From(
            YamlReader.Read(yaml), conformance.Expected["working_directory"]!.GetValue<string>(), expected);
        Assert.Equal(Text(ComparableManifest.WithoutEmpty(expected)), Text(ComparableManifest.WithoutEmpty(actual)));
    }

    static string Text(JsonNode node) => node.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
