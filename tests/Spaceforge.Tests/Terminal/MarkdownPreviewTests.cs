using Spaceforge.Cli.Terminal;

namespace Spaceforge.Tests.Terminal;

/// <summary>Markdown on a terminal: readable, aligned, and never steered by the text.</summary>
public sealed class MarkdownPreviewTests
{
    [Fact]
    public void Without_a_terminal_the_Markdown_stays_unchanged() =>
        Assert.Equal("# a\r\n\e[2J", MarkdownPreview.Render("# a\r\n\e[2J", terminal: false, width: 10));

    [Theory]
    [InlineData("## a `b` ##", "[b]a [bd]b[/]")]
    [InlineData("a **b *c*** d", "a [b]b *c[/]* d")]
    [InlineData("a **b `**` c** d", "a [b]b [bd]**[b] c[/] d")]
    [InlineData("`` a`b ``", "[d]a`b[/]")]
    [InlineData("[a **b**](https://c.d)", "a [b]b[/] (https://c.d)")]
    [InlineData("[https://c.d](https://c.d)", "https://c.d")]
    [InlineData("<https://c.d> ![e](f%20g \"h\")", "https://c.d e (f%20g)")]
    [InlineData(@"\*\# 1\. \<b\> \\ &lt;&#123;\&amp; @" + "\u2060a", @"*# 1. <b> \ <{&amp; @a")]
    [InlineData("a<br>b\\\nc  \nd\ne", "a\nb\nc\nd e")]
    [InlineData("**a `b [c](d", "**a `b [c](d")]
    [InlineData("- a\n  b\n* c\n1. d\n  - e", "• a b\n• c\n1. d\n  • e")]
    [InlineData("a\n\n\n\nb", "a\n\nb")]
    [InlineData("", "")]
    public void Text_is_shown_in_styles_instead_of_markup(string markdown, string shown) => Assert.Equal(shown, Shown(markdown));

    [Theory]
    [InlineData("a\e[31mb\e]0;c\a\u009b2J\b\0\r\n", "ab]0;c")]
    [InlineData("&#27;[2J &#x9b;2J &#x1b;&#8;!", "[2J 2J !")]
    [InlineData("`\e[2Ja`\n\n```\n\e[2Ja\tb\n```", "[d]a[/]\n\n```\na\tb\n```")]
    [InlineData("<details>\n<summary>a&#27;[2J&#27;</summary>", "[b]▸ a[/]")]
    [InlineData("[a](https://b/&#27;[2J)", "a (https://b/)")]
    [InlineData("| a&#27; |\n|---|\n| b&#x7f; |", "[b]a[/]\n[d]─[/]\nb")]
    public void The_text_cannot_steer_the_terminal(string markdown, string shown)
    {
        var preview = Shown(markdown);

        Assert.DoesNotContain('\e', preview);
        Assert.Equal(shown, preview);
    }

    [Fact]
    public void Columns_are_aligned_by_what_is_seen() => Assert.Equal(
        """
        [b]Severity[/]     [b]Resource[/]
        [d]───────────[/]  [d]────────[/]
        🔴 CRITICAL  [b]a|b[/]
        漢字         [d]c|d[/] e
        ⚠️           f g

        """,
        ShownLines(
            """
            | Severity | Resource |
            | :--- | ---: |
            | 🔴 CRITICAL | **a\|b** |
            | 漢字 | `c\|d` e |
            | ⚠️ | f<br>g | too much |
            """));

    [Fact]
    public void A_table_that_is_too_wide_has_a_line_for_each_cell() => Assert.Equal(
        """
        [b]Name[/]: aaaa
        [b]Value[/]: bbbb

        [b]Name[/]: c
        [b]Value[/]: 

        """,
        ShownLines("| Name | Value |\n|---|---|\n| aaaa | bbbb |\n| c |", width: 10));

    [Fact]
    public void Sections_are_titled_and_indented() => Assert.Equal(
        """
        a

        [b]▸ b & <c>[/]
          d

          [b]▸ e[/]
            ```
            f
            ```

        g

        """,
        ShownLines(new MarkdownBuilder()
            .Paragraph("a")
            .Collapsible("b & <c>", b => b.Paragraph("d").Collapsible("e", e => e.CodeBlock("f")))
            .Paragraph("g")
            .ToString()));

    [Fact]
    public void Sections_on_one_line_are_read_too() =>
        Assert.Equal("[b]▸ a[/]\n  b <i>\nc\n", ShownLines("<details open><summary>a</summary>b <i></details>\n</details>\nc"));

    [Fact]
    public void Code_blocks_are_kept_as_they_are() =>
        Assert.Equal("````md\n**a**\n```\n| - |\n````\nb\n", ShownLines("````md\n**a**\n```\n| - |\n````\nb"));

    [Fact]
    public void Long_lines_are_broken_at_blanks() => Assert.Equal(
        "aaa [b]bbb[/]\n[b]ccc[/] ddd\neeeeeeeeeeee\n漢字漢字\nf\n\n• gggg\n  hhhh\n  iiii\n",
        ShownLines("aaa **bbb ccc** ddd eeeeeeeeeeee 漢字漢字 f\n\n- gggg hhhh iiii", width: 8));

    [Theory]
    [InlineData("[")]
    [InlineData("![](")]
    [InlineData("**")]
    [InlineData("`a``")]
    [InlineData("[a](")]
    [InlineData("<details>")]
    [InlineData("<")]
    [InlineData("&")]
    [InlineData("| - ")]
    public async Task Markup_without_end_takes_no_time_without_end(string part)
    {
        var markdown = string.Concat(Enumerable.Repeat(part, 10_000));

        await Wait.ForAsync(Task.Run(() => MarkdownPreview.Render($"{markdown}\n{markdown}", terminal: true, width: 80)), "the preview");
    }

    static string Shown(string markdown) => ShownLines(markdown).TrimEnd('\n');

    /// <summary>The preview with its styles in readable form.</summary>
    static string ShownLines(string markdown, int width = 80) => MarkdownPreview.Render(markdown, terminal: true, width)
        .Replace("\e[0m\e[1m", "[b]", StringComparison.Ordinal)
        .Replace("\e[0m\e[1;2m", "[bd]", StringComparison.Ordinal)
        .Replace("\e[1m", "[b]", StringComparison.Ordinal)
        .Replace("\e[2m", "[d]", StringComparison.Ordinal)
        .Replace("\e[0m", "[/]", StringComparison.Ordinal);
}
