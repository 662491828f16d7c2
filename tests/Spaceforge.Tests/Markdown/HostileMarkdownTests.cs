using Markdig.Syntax;

namespace Spaceforge.Tests.Markdown;

/// <summary>Whatever text goes into a report, another parser reads exactly that text, and no markup that nobody asked for.</summary>
public sealed class HostileMarkdownTests
{
    const int Rounds = 2000;

    [Theory]
    [MemberData(nameof(ParsedMarkdown.Parsers), MemberType = typeof(ParsedMarkdown))]
    public void Text_comes_out_of_every_block_as_it_went_in(bool advanced)
    {
        var hostile = new HostileText(seed: 1);
        for (var round = 0; round < Rounds; round++)
        {
            var texts = Enumerable.Range(0, 8).Select(_ => hostile.Next()).ToArray();
            var markdown = new MarkdownBuilder()
                .Heading(1 + hostile.Number(6), texts[0])
                .Paragraph(texts[1])
                .List(texts[2], texts[3])
                .Table([texts[4], texts[5]], [[texts[6], texts[7]]])
                .ToString();

            var blocks = ParsedMarkdown.Parse(markdown, advanced).Where(block => block is not LinkReferenceDefinitionGroup).ToArray();

            Assert.True(blocks.Length == 4, markdown);
            Assert.IsType<HeadingBlock>(blocks[0]);
            Assert.IsType<ParagraphBlock>(blocks[1]);
            var list = Assert.IsType<ListBlock>(blocks[2]).Select(item => ParsedMarkdown.Marked(item));
            string[] actual =
            [
                ParsedMarkdown.Marked(blocks[0]), ParsedMarkdown.Marked(blocks[1]), .. list, .. ParsedMarkdown.Cells(blocks[3])
                    .SelectMany(row => row),
            ];
            AssertSame(texts.Select(Shown), actual, markdown);
        }
    }

    [Theory]
    [MemberData(nameof(ParsedMarkdown.Parsers), MemberType = typeof(ParsedMarkdown))]
    public void Pieces_that_are_joined_keep_their_markup_to_themselves(bool advanced)
    {
        var hostile = new HostileText(seed: 2);
        for (var round = 0; round < Rounds; round++)
        {
            var (text, expected) = (default(MarkdownText), "");
            for (var i = 1 + hostile.Number(4); i > 0; i--)
            {
                var (piece, marked) = Piece(hostile);
                (text, expected) = (text + piece, expected + marked);
            }

            var markdown = new MarkdownBuilder().Paragraph(text).Table([text, "end"], []).ToString();

            var blocks = ParsedMarkdown.Parse(markdown, advanced).Where(block => block is not LinkReferenceDefinitionGroup).ToArray();
            Assert.True(blocks.Length == 2, markdown);
            string[] actual = [ParsedMarkdown.Marked(blocks[0]), .. ParsedMarkdown.Cells(blocks[1]).Single()];
            AssertSame([Shown(expected), Shown(expected), "end"], actual, markdown);
        }
    }

    [Theory]
    [MemberData(nameof(ParsedMarkdown.Parsers), MemberType = typeof(ParsedMarkdown))]
    public void A_summary_holds_no_tag_and_leaves_the_section_alone(bool advanced)
    {
        var hostile = new HostileText(seed: 3);
        for (var round = 0; round < Rounds; round++)
        {
            var (summary, text) = (hostile.Next(), hostile.Next());
            var markdown = new MarkdownBuilder().Collapsible(summary, inner => inner.Paragraph(text)).ToString();

            var blocks = ParsedMarkdown.Parse(markdown, advanced).ToArray();

            Assert.True(blocks is [HtmlBlock, ParagraphBlock, HtmlBlock], markdown);
            var head = ((HtmlBlock)blocks[0]).Lines.ToString();
            Assert.StartsWith("<details>\n<summary>", head, StringComparison.Ordinal);
            Assert.EndsWith("</summary>", head, StringComparison.Ordinal);
            var inside = head["<details>\n<summary>".Length..^"</summary>".Length];
            Assert.DoesNotContain(inside, c => c is '<' or '>');
            AssertSame([Shown(summary), Shown(text)],
                [Shown(System.Net.WebUtility.HtmlDecode(inside)), ParsedMarkdown.Marked(blocks[1])], markdown);
        }
    }

    [Theory]
    [MemberData(nameof(ParsedMarkdown.Parsers), MemberType = typeof(ParsedMarkdown))]
    public void Code_blocks_hold_any_text(bool advanced)
    {
        var hostile = new HostileText(seed: 4);
        for (var round = 0; round < Rounds; round++)
        {
            var text = hostile.Next();
            var markdown = new MarkdownBuilder().CodeBlock(text, hostile.Next()).ToString();

            var block = Assert.IsType<FencedCodeBlock>(Assert.Single(ParsedMarkdown.Parse(markdown, advanced)), exactMatch: false);
            AssertSame([Shown(text)], [Shown(block.Lines.ToString())], markdown);
        }
    }

    [Fact]
    public void A_preview_shows_the_text_without_any_control_character_of_it()
    {
        var hostile = new HostileText(seed: 5);
        for (var round = 0; round < Rounds; round++)
        {
            var texts = Enumerable.Range(0, 5).Select(_ => hostile.Next()).ToArray();
            var markdown = new MarkdownBuilder()
                .Paragraph(texts[0])
                .Table([texts[1]], [[MarkdownText.Code(texts[2]) + " " + MarkdownText.Bold(texts[3])]])
                .Collapsible(texts[4], inner => inner.Verbatim(texts[4]).CodeBlock(texts[3]))
                .ToString();

            var preview = Preview(markdown);

            Assert.DoesNotContain(preview, c => char.IsControl(c) && c is not ('\n' or '\t'));
            foreach (var text in texts) Assert.Contains(Shown(text), Shown(preview), StringComparison.Ordinal);
        }
    }

    /// <summary>A preview with our own styles taken out.</summary>
    static string Preview(string markdown) =>
        new[] { "\e[0m", "\e[1m", "\e[2m", "\e[1;2m" }.Aggregate(
            Spaceforge.Cli.Terminal.MarkdownPreview.Render(markdown, terminal: true, width: 0),
            (text, sequence) => text.Replace(sequence, "", StringComparison.Ordinal));

    static (MarkdownText Piece, string Marked) Piece(HostileText hostile)
    {
        var text = hostile.Next();
        var trimmed = ParsedMarkdown.Fold(text);
        return hostile.Number(4) switch
        {
            0 => (trimmed, trimmed),
            1 => (MarkdownText.Bold(trimmed), $"B{{{trimmed}}}"),
            // A backslash before a pipe cannot stand in code in a cell: two pieces of code come out, and have a test of their own.
            2 when !trimmed.Contains(@"\|", StringComparison.Ordinal) => (MarkdownText.Code(trimmed), $"C{{{trimmed}}}"),
            _ => (MarkdownText.Link(trimmed, "https://a.b/?" + text), $"L{{{trimmed}}}"),
        };
    }

    static string Shown(string text) => ParsedMarkdown.Fold(text);

    static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual, string markdown) =>
        Assert.True(
            expected.SequenceEqual(actual),
            $"Expected:\n{string.Join('\n', expected)}\nActual:\n{string.Join('\n', actual)}\nMarkdown:\n{markdown}");
}
