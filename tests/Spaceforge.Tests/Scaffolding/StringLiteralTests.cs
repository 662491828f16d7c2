using System.Reflection;
using Spaceforge.Cli.Scaffolding.Code;

namespace Spaceforge.Tests.Scaffolding;

public sealed class StringLiteralTests
{
    static readonly string[] Parts =
    [
        "a", "b c", "\n", "\n\n", "\r", "\r\n", "\t", " ", "  ", "\"", "\"\"\"", "\"\"\"\"",
        "\\", "\\n", "{", "}", "{{", "${{ x }}", "$", "@", "'", "#:package x", "#if A",
        "//", "/*", "\0", "\a", "\e", "\f", "\v", "\u0085", "\u2028", "\u2029", "\uFEFF",
        "\u202E", "\u200D", "\uFFFD", "\uFFFF", "\uE000", "\uD800", "\uDC00", "🚀", "é", "漢", "\u0301", "%", ";",
    ];

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a \"b\" c", "\"\"\"a \"b\" c\"\"\"")]
    [InlineData("\"quoted\"", "\"\\\"quoted\\\"\"")]
    [InlineData("a\tb", "\"a\\tb\"")]
    [InlineData("one\ntwo\n", "\"\"\"\n    one\n    two\n\n    \"\"\"")]
    [InlineData("one\r\ntwo", "\"\"\"\n    one\n    two\n    \"\"\".ReplaceLineEndings(\"\\r\\n\")")]
    [InlineData("one\n\0", "\"one\\n\"\n    + \"\\u0000\"")]
    public void A_text_is_written_so_that_people_can_read_it(string text, string literal) => Assert.Equal(literal, StringLiteral.Of(text));

    [Fact]
    public void Every_text_comes_back_to_the_character()
    {
        var random = new Random(7);
        string[] texts =
        [
            .. Parts,
            .. Enumerable.Range(0, 1500)
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Parts[random.Next(Parts.Length)]))),
        ];
        var literals = string.Join(
            '\n', texts.Select((text, i) => CodeText.Indent($"yield return new[] {{ {i % 7}.ToString(), {StringLiteral.Of(text)} }};")));
        var assembly = CompiledPlugin.Load($$"""
            return 0;

            public static class Texts
            {
            {{CodeText.Indent($"public static IEnumerable<string[]> All()\n{{\n{literals}\n}}")}}
            }
            """);

        var all = (IEnumerable<string[]>)assembly.GetType("Texts")!.GetMethod(
            "All", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [])!;

        Assert.Equal(texts, all.Select(pair => pair[1]));
    }
}
