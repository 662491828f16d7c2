using System.Text.Json.Nodes;
using Spaceforge.Cli.Manifests;
using Spaceforge.Manifests;
using Spaceforge.Tests.Conformance;

namespace Spaceforge.Tests.Manifests;

/// <summary>Manifests as a whole: the schema, and sameness.</summary>
public sealed class ManifestTests
{
    static IEnumerable<SpaceforgePlugin> Plugins => Directory.GetFiles(ConformanceCase.Folder, "*.json")
        .Select(path => ConformanceCase.Load(Path.GetFileNameWithoutExtension(path)))
        .Where(conformance => !conformance.IsError)
        .Select(conformance => ConformancePlugin.Create(conformance.Definition));

    [Fact]
    public void Every_manifest_satisfies_the_schema()
    {
        string[] manifests =
        [
            .. Plugins.Select(plugin => Generated.Yaml(plugin)),
            .. Directory.GetFiles(Repository.PathOf("samples"), "plugin.yaml", SearchOption.AllDirectories).Select(File.ReadAllText),
        ];
        using var parsers = new ForeignParsers();

        var errors = parsers.Validate(manifests, Repository.ManifestSchema);

        Assert.Equal(manifests.Length, errors.Count);
        Assert.All(errors, found => Assert.Equal("[]", found!.ToJsonString()));
    }

    [Fact]
    public void The_schema_test_can_fail()
    {
        using var parsers = new ForeignParsers();
        Assert.NotEqual("[[]]", parsers.Validate(["name: x\nversion: 1\n"], Repository.ManifestSchema).ToJsonString());
    }

    [Fact]
    public void Keys_stand_in_the_order_of_the_schema()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Repository.ManifestSchema))!.AsObject();
        var order = new Dictionary<string, string[]>
        {
            ["root"] = Keys(schema),
            ["parameters"] = Keys(schema["definitions"]!["parameter"]!),
            ["env"] = Keys(schema["definitions"]!["variable"]!),
            ["mounted_files"] = Keys(schema["definitions"]!["mountedFile"]!),
            ["contexts"] = Keys(schema["definitions"]!["context"]!),
            ["hooks"] = [.. schema["definitions"]!["hooks"]!["propertyNames"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>())],
            ["webhooks"] = Keys(schema["definitions"]!["webhook"]!),
            ["policies"] = Keys(schema["definitions"]!["policy"]!),
        };

        foreach (var plugin in Plugins) Check(YamlReader.Read(Generated.Yaml(plugin)), "root");

        void Check(JsonObject mapping, string kind)
        {
            var ranks = mapping.Select(entry => Array.IndexOf(order[kind], entry.Key)).ToArray();
            Assert.DoesNotContain(-1, ranks);
            Assert.Equal(ranks.Order(), ranks);
            foreach (var (key, value) in mapping)
            {
                if (value is JsonObject child) Check(child, key);
                foreach (var item in (value as JsonArray ?? []).OfType<JsonObject>()) Check(item, key);
            }
        }

        static string[] Keys(JsonNode node) => [.. node["properties"]!.AsObject().Select(entry => entry.Key)];
    }

    [Fact]
    public void The_same_definition_gives_the_same_bytes() =>
        Assert.All(Plugins, plugin => Assert.Equal(Generated.Yaml(plugin), Generated.Yaml(plugin)));

    [Theory]
    [InlineData("-6.89E-71")]
    [InlineData("8.079999999999999E-86")]
    [InlineData("1.0E+300")]
    [InlineData("4209718839590860000000000.0000")]
    [InlineData("0.30")]
    [InlineData("-0")]
    public void A_number_is_read_with_all_its_digits(string number)
    {
        var yaml = Generated.Yaml(new TestPlugin { DeclaredParameters = [new("P") { Type = ParameterType.Number, Default = 7 }] })
            .Replace("default: 7\n", $"default: {number}\n", StringComparison.Ordinal);
        Assert.Contains(number, yaml, StringComparison.Ordinal);
        Assert.Equal(yaml, ManifestYaml.Write(ManifestReader.Read(yaml, "plugin.yaml").Manifest));
    }

    [Fact]
    public void Numbers_are_numbers_to_parsers_of_every_version()
    {
        ParameterValue[] values = [0, -1, long.MaxValue, 0.1, 1e300, -1.5e-7, 79228162514264337593543950335m, 0.30m];
        var plugin = new TestPlugin
        {
            DeclaredParameters =
            [.. values.Select((value, i) => new Parameter($"P{i}") { Type = ParameterType.Number, Default = value })]
        };
        using var parsers = new ForeignParsers();

        foreach (var (parser, documents) in parsers.ReadAll([Generated.Yaml(plugin)]))
        {
            var kinds = documents[0]!["parameters"]!.AsArray().Select(parameter => $"{parser}: {parameter!["default"]!.GetValueKind()}");
            Assert.All(kinds, kind => Assert.Equal($"{parser}: Number", kind));
        }
    }
}
