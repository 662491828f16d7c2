using System.Text.Json.Nodes;
using Spaceforge.Manifests;

namespace Spaceforge.Tests.Manifests;

/// <summary>Texts come back to the byte, and read well where they can.</summary>
public sealed class YamlWriterTests
{
    // Characters that YAML has opinions about, more often than chance would have it.
    static readonly string[] Parts =
    [
        "a", "b", "word", " ", "  ", "\t", "\n", "\n", "\r", "\r\n", ":", ": ", "#", " #",
        "- ", "-", "?", "!", "&", "*", "%", "@", "`", "'", "\"", "\\",
        "|", ">", "{", "}", "[", "]", ",", "=", "~", "---", "...", "yes", "null", "1", ".",
        "0x", "<<", "é", "漢", "🔴", "\u0085", "\u00a0", "\u2028",
        "\u2029", "\ufeff", "\ufffd", "\ufffe", "\0", "\a", "\e", "\x7f", "\x9f", "\U0010ffff",
    ];

    [Fact]
    public void Any_text_comes_back_to_the_byte_in_any_place() => Assert.All(
        RandomTexts(seed: 1, count: 20_000),
        texts => Assert.Equal(Data(texts).ToJsonString(), YamlReader.Read(Yaml(texts)).ToJsonString()));

    [Fact]
    public void Other_parsers_read_the_same()
    {
        var documents = RandomTexts(seed: 2, count: 5_000);
        using var parsers = new ForeignParsers();

        foreach (var (parser, read) in parsers.ReadAll([.. documents.Select(Yaml)]))
        {
            Assert.Equal(documents.Length, read.Count);
            foreach (var (texts, actual) in documents.Zip(read))
            {
                Assert.True(JsonNode.DeepEquals(Data(texts), actual), $"{parser}:\n{Yaml(texts)}\n{actual?.ToJsonString()}");
            }
        }
    }

    [Theory]
    [InlineData("one\ntwo", "text: |-\n  one\n  two\n")]
    [InlineData("one\ntwo\n", "text: |\n  one\n  two\n")]
    [InlineData("one\n\n\n", "text: |+\n  one\n\n\n")]
    [InlineData("  indented\nnot\n", "text: |2\n    indented\n  not\n")]
    [InlineData("\nleading", "text: |2-\n\n  leading\n")]
    [InlineData("trailing  \n \nx\n", "text: |\n  trailing  \n   \n  x\n")]
    [InlineData("🔴 red\n\ttab\n", "text: |\n  🔴 red\n  \ttab\n")]
    [InlineData("# not a comment\n--- \n...\n", "text: |\n  # not a comment\n  --- \n  ...\n")]
    public void Several_lines_read_as_a_literal_block(string text, string yaml) => Assert.Equal(yaml, Single(text));

    [Theory]
    [InlineData("a\r\nb", "\"a\\r\\nb\"")]
    [InlineData("a\nb\u2028", "\"a\\nb\\u2028\"")]
    [InlineData("a\n ", "\"a\\n \"")]
    [InlineData("  \na", "\"  \\na\"")]
    [InlineData("\n\n", "\"\\n\\n\"")]
    public void What_a_literal_block_cannot_hold_is_quoted(string text, string yaml) => Assert.Equal($"text: {yaml}\n", Single(text));

    [Theory]
    [InlineData("A Spacelift plugin built with MyPlugin")]
    [InlineData("https://example.com/a?b=c#d")]
    [InlineData("echo \"a\" && printf '%s\\n' \"$B\" | cat")]
    [InlineData("/mnt/workspace/plugins/my-plugin/plugin.cs")]
    public void Plain_words_stay_plain(string text) => Assert.Equal($"text: {text}\n", Single(text));

    [Theory]
    [InlineData("yes")]
    [InlineData("NULL")]
    [InlineData("1.0.0")]
    [InlineData("2024-01-01")]
    [InlineData("0x1F")]
    [InlineData("")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("ends:")]
    [InlineData("- x")]
    [InlineData("é")]
    public void What_could_be_something_else_is_quoted(string text) => Assert.Equal($"text: '{text}'\n", Single(text));

    static string[][] RandomTexts(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(1, 6)).Select(_ => Text()).ToArray())];

        string Text() => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Parts[random.Next(Parts.Length)]));
    }

    static string Single(string text)
    {
        var yaml = new YamlWriter();
        yaml.Text("text", text);
        return yaml.ToString();
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
