namespace Spaceforge.Tests.Markdown;

/// <summary>The exact Markdown of every block.</summary>
public sealed class MarkdownBuilderTests
{
    readonly MarkdownBuilder _builder = new();

    [Fact]
    public void Blocks_have_one_blank_line_between_them_and_one_line_feed_at_the_end() => AssertMarkdown(
        """
        # Scan

        Two *findings*:

        - **one**
        - \# two

        ---

        ```json
        {}
        ```

        """,
        _builder.Heading(1, "Scan").Paragraph(MarkdownText.Verbatim("Two *findings*:")).List(MarkdownText.Bold("one"), "# two")
            .Verbatim("\n---\r\n\n").CodeBlock("{}", "json"));

    [Fact]
    public void Nothing_makes_nothing() => AssertMarkdown(
        "", _builder.Heading(1, " ").Paragraph("\n").List().Verbatim("\n"));

    [Theory]
    [InlineData(1, "# a b\n")]
    [InlineData(6, "###### a b\n")]
    public void A_heading_is_one_line(int level, string markdown) => AssertMarkdown(markdown, _builder.Heading(level, "\na\nb\n"));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_heading_has_a_level_from_1_to_6(int level) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(level), () => _builder.Heading(level, "a"));

    [Fact]
    public void A_list_takes_a_sequence_of_strings()
    {
        string[] names = ["a", "", "c\nd"];

        AssertMarkdown("- a\n-\n- c d\n", _builder.List([.. names]));
    }

    [Fact]
    public void Lists_in_a_row_stay_apart() => AssertMarkdown("- a\n\n* b\n\n- c\n", _builder.List("a").List("b").List("c"));

    [Fact]
    public void Cells_hold_pipes_line_breaks_and_code() => AssertMarkdown(
        """
        | A\|B | C |
        | --- | --- |
        | a<br>b | `c\|d` |
        | | **e\|f** |
        | [g\|h](i%7Cj) | k \| l |

        """.Replace("| | **", "|  | **", StringComparison.Ordinal),
        _builder.Table(
            ["A|B", "C"],
            [
                ["a\n\nb\n", MarkdownText.Code("c|d")],
                ["", MarkdownText.Bold("e|f")],
                [MarkdownText.Link("g|h", "i|j"), MarkdownText.Verbatim(@"k | l")],
            ]));

    [Fact]
    public void Code_in_a_cell_is_split_where_a_backslash_stands_before_a_pipe() => AssertMarkdown(
        """
        | `a\`\|`b` | `c\\\|d` | e\|f |
        | --- | --- | --- |

        """,
        _builder.Table([MarkdownText.Code(@"a\|b"), MarkdownText.Code(@"c\\|d"), MarkdownText.Verbatim(@"e\|f")], []));

    [Fact]
    public void A_table_without_rows_is_its_header() => AssertMarkdown("| A |\n| --- |\n", _builder.Table(["A"], []));

    [Fact]
    public void A_long_table_is_cut_and_says_so() => AssertMarkdown(
        "| A |\n| --- |\n| 1 |\n| 2 |\n\n… and 2 more\n", _builder.Table(["A"], [["1"], ["2"], ["3"], ["4"]], mostRows: 2));

    [Fact]
    public void A_table_of_the_limit_is_whole() => AssertMarkdown(
        "| A |\n| --- |\n| 1 |\n| 2 |\n", _builder.Table(["A"], [["1"], ["2"]], mostRows: 2));

    [Fact]
    public void Short_rows_are_filled_up() => AssertMarkdown(
        "| A | B |\n| --- | --- |\n| 1 |  |\n|  |  |\n", _builder.Table(["A", "B"], [["1"], []]));

    [Fact]
    public void A_row_that_is_too_long_is_an_error()
    {
        var error = Assert.Throws<ArgumentException>("rows", () => _builder.Table(["A"], [["1"], ["1", "2"]]));

        Assert.StartsWith("Row 2 has 2 cells; the table has 1 column", error.Message, StringComparison.Ordinal);
        Assert.Equal("", _builder.ToString());
    }

    [Fact]
    public void A_table_needs_a_header() => Assert.Throws<ArgumentException>("headers", () => _builder.Table([], []));

    [Fact]
    public void A_collapsible_section_holds_Markdown_under_a_plain_summary() => AssertMarkdown(
        """
        <details>
        <summary>a &lt;b&gt; &amp;amp; &quot;c&quot; d</summary>

        - e

        <details>
        <summary>f</summary>

        </details>

        </details>

        g

        """,
        _builder.Collapsible("a <b> &amp; \"c\"\n\nd", inner => inner.List("e").Collapsible("f", _ => { })).Paragraph("g"));

    [Theory]
    [InlineData("", "", "```\n```\n")]
    [InlineData("a\r\n\tb\n\n", "hcl", "```hcl\na\n\tb\n\n```\n")]
    [InlineData("```\n````\n", "", "`````\n```\n````\n`````\n")]
    [InlineData("</details>\e[2J", "c++", "```c++\n</details>\n```\n")]
    [InlineData("a", "js`\n<b> x", "```jsbx\na\n```\n")]
    public void A_code_block_has_a_fence_that_its_text_cannot_close(string text, string language, string markdown) =>
        AssertMarkdown(markdown, _builder.CodeBlock(text, language));

    [Fact]
    public void Code_at_the_start_of_a_paragraph_is_no_code_block() =>
        AssertMarkdown("\u2060``` `` ```\n", _builder.Paragraph(MarkdownText.Code("``")));

    static void AssertMarkdown(string expected, MarkdownBuilder actual) => Assert.Equal(expected, actual.ToString());
}
