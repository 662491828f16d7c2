using Spaceforge.Manifests;

namespace Spaceforge.Tests.Manifests;

/// <summary>Texts read well where they can.</summary>
public sealed class YamlWriterTests
{
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
    [InlineData("\r\"\\\t", "\"\\r\\\"\\\\\\t\"")]
    [InlineData("a\u007F", "\"a\\x7F\"")]
    [InlineData("a\uFFFD", "\"a\\uFFFD\"")]
    [InlineData("a\uFFFF", "\"a\\uFFFF\"")]
    public void What_a_literal_block_cannot_hold_is_quoted(string text, string yaml) => Assert.Equal($"text: {yaml}\n", Single(text));

    [Theory]
    [InlineData("A Spacelift plugin built with MyPlugin")]
    [InlineData("https://example.com/a?b=c#d")]
    [InlineData("echo \"a\" && printf '%s\\n' \"$B\" | cat")]
    [InlineData("/mnt/workspace/plugins/my-plugin/plugin.cs")]
    public void Plain_words_stay_plain(string text) => Assert.Equal($"text: {text}\n", Single(text));

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("On")]
    [InlineData("OFF")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("y")]
    [InlineData("N")]
    [InlineData("NULL")]
    [InlineData("a\u00A0b")]
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

    [Fact]
    public void A_quote_is_doubled_a_block_in_a_list_is_indented_and_an_empty_list_is_in_brackets()
    {
        var yaml = new YamlWriter();
        yaml.Text("text", "1 it's");
        yaml.Texts("list", ["one\ntwo", "three"]);
        yaml.Texts("empty", []);
        Assert.Equal("text: '1 it''s'\nlist:\n  - |-\n    one\n    two\n  - three\nempty: []\n", yaml.ToString());
    }

    static string Single(string text)
    {
        var yaml = new YamlWriter();
        yaml.Text("text", text);
        return yaml.ToString();
    }
}
