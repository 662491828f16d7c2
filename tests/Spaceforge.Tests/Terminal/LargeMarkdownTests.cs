using Spaceforge.Cli.Simulating.Reports;
using Spaceforge.Cli.Terminal;

namespace Spaceforge.Tests.Terminal;

/// <summary>Markdown that is made to take time, memory or the stack is shown all the same, as text where need be.</summary>
public sealed class LargeMarkdownTests
{
    public static TheoryData<string> Units =>
        ["[", "**a ", "__a**b ", "`", "![](", "<", "<br ", "&a", "> ", "- ", "*_", "| ", "<details><summary>", "#  ", "\\", "((", "[a]("];

    [Theory]
    [Trait("Only", "ci")]
    [MemberData(nameof(Units))]
    [Attack("author", "540 KB of Markdown consisting of one mark, in one line or many, which makes parsers slow",
        "it is shown; as text beyond a size limit")]
    public async Task Much_of_it_is_shown(string unit)
    {
        // More than the limits of the terminal and of the report, and less.
        foreach (var length in (int[])[540_000, 90_000])
        {
            foreach (var text in (string[])[
                Repeated(unit, length), Repeated(unit + "\n", length), Repeated(Repeated(unit, 4_000) + "\n", length)])
            {
                await ShowAsync(text);
            }
        }

        await ShowAsync($"# a{Repeated(" ", 4_000)}b{unit}");

        static async Task ShowAsync(string text)
        {
            await Wait.ForAsync(Task.Run(() => MarkdownPreview.Render(text, terminal: true, width: 80)), "the preview");
            Assert.NotEmpty(await Wait.ForAsync(Task.Run(() => MarkdownHtml.Of(text)), "the page"));
        }
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("[")]
    [Attack("author", "Markdown nested thousands of levels deep", "the report shows it as text")]
    public void Deep_Markdown_is_shown_as_text(string unit) =>
        Assert.NotEmpty(MarkdownHtml.Of(Repeated(unit, 80_000) + "<script>"));

    [Fact]
    [Attack("author", "a table of 200 columns and 20,000 rows", "the terminal shows it as text")]
    public void A_large_table_is_shown_as_text()
    {
        var table = $"{Repeated("a|", 400)}\n{Repeated("-|", 400)}\n{Repeated("b|\n", 60_000)}";
        Assert.Contains("b|\nb|\n", MarkdownPreview.Render(table, terminal: true, width: 80), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# One", "One")]
    [InlineData("## One ##  ", "One")]
    [InlineData("# One#", "One#")]
    [InlineData("# #", "")]
    public void Headings_lose_their_marks(string markdown, string shown) =>
        Assert.Equal(shown, MarkdownPreview.Render(markdown, terminal: true, width: 80)
            .Replace("\e[1m", "", StringComparison.Ordinal).Replace("\e[0m", "", StringComparison.Ordinal).TrimEnd('\n'));

    static string Repeated(string unit, int length) => string.Concat(Enumerable.Repeat(unit, (length / unit.Length) + 1));
}
