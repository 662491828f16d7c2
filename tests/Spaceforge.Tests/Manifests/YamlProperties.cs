using System.Text.Json.Nodes;
using CsCheck;
using Spaceforge.Cli.Manifests;
using Spaceforge.Manifests;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Tests.Manifests;

/// <summary>Any text survives the YAML, in any place, with any parser.</summary>
public sealed class YamlProperties
{
    static readonly Gen<string[]> Texts = AnyText.Unicode.Array[1, 5];

    [Fact]
    public void Any_text_comes_back_to_the_byte_in_any_place() => Texts.Hold(
        3_000,
        texts => Assert.Equal(Data(texts).ToJsonString(), YamlReader.Read(Yaml(texts)).ToJsonString()),
        AnyText.Shown);

    [Fact]
    public void The_tool_reads_any_text_of_a_manifest_as_it_was_written() => AnyText.Unicode.Hold(
        1_000,
        text =>
        {
            var yaml = new YamlWriter();
            yaml.Text("name", text);
            yaml.Texts("labels", [text, "x", text]);
            yaml.Sequence("policies", (string[])[text], body => yaml.Text("body", body));
            var read = ManifestReader.Read(yaml.ToString(), "plugin.yaml").Manifest;
            Assert.Equal([text, text, "x", text, text], [read.Name, .. read.Labels, read.Policies[0].Body]);
        },
        AnyText.Shown);

    [Fact]
    public void Other_parsers_read_the_same()
    {
        using var parsers = new ForeignParsers();
        Texts.HoldAtOnce(
            800,
            documents =>
            {
                var wrong = new string?[documents.Length];
                foreach (var (parser, read) in parsers.ReadAll([.. documents.Select(Yaml)]))
                {
                    for (var i = 0; i < wrong.Length; i++)
                    {
                        if (!JsonNode.DeepEquals(Data(documents[i]), read[i])) wrong[i] ??= $"{parser}: {read[i]?.ToJsonString()}";
                    }
                }

                return wrong;
            },
            AnyText.Shown);
    }

    /// <summary>The texts in every place where a manifest has texts: at the root, in items, in lists below a mapping in an item.</summary>
    static string Yaml(string[] texts)
    {
        var yaml = new YamlWriter();
        yaml.Text("text", texts[0]);
        yaml.Texts("list", texts);
        yaml.Sequence("items", texts, text =>
        {
            yaml.Text("first", text);
            yaml.Text("second", text);
            yaml.Mapping("mapping", () => yaml.Texts("list", texts));
        });
        yaml.Texts("empty", []);
        return yaml.ToString();
    }

    static JsonObject Data(string[] texts) => new()
    {
        ["text"] = texts[0],
        ["list"] = List(texts),
        ["items"] = new JsonArray([.. texts.Select(text => (JsonNode)new JsonObject
        {
            ["first"] = text,
            ["second"] = text,
            ["mapping"] = new JsonObject { ["list"] = List(texts) },
        })]),
        ["empty"] = new JsonArray(),
    };

    static JsonArray List(string[] texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
