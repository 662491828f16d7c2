using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Spaceforge.Tests.Markdown;

/// <summary>What a parser that is not ours finds in a piece of Markdown.</summary>
static partial class ParsedMarkdown
{
    static readonly MarkdownPipeline Strict = new MarkdownPipelineBuilder().UsePipeTables().Build();

    // Autolinks, footnotes, mathematics, attributes in braces and more: all that a text could be taken for.
    static readonly MarkdownPipeline Advanced = new MarkdownPipelineBuilder().UseAdvancedExtensions().Build();

    public static TheoryData<bool> Parsers => [false, true];

    public static MarkdownDocument Parse(string markdown, bool advanced) =>
        Markdig.Markdown.Parse(markdown, advanced ? Advanced : Strict);

    /// <summary>The text of a block, with <c>B{}</c>, <c>C{}</c>, <c>L{}</c> around what is bold, code, a link.</summary>
    public static string Marked(MarkdownObject block, params string[] html)
    {
        var result = new StringBuilder();
        Append(result, block, html);
        return Fold(result.ToString());
    }

    /// <summary>Rows of cells, as <see cref="Marked"/> shows them.</summary>
    public static string[][] Cells(Block block) =>
        [.. Assert.IsType<Table>(block).Cast<TableRow>().Select(row => row.Select(cell => Marked(cell, "<br>")).ToArray())];

    /// <summary>White space in one form, and without what nobody sees.</summary>
    public static string Fold(string text) => Blanks().Replace(Invisible().Replace(text, ""), " ").Trim();

    static void Append(StringBuilder result, MarkdownObject part, string[] html)
    {
        switch (part)
        {
            case LeafBlock { Inline: { } inline } and (ParagraphBlock or HeadingBlock):
                Append(result, inline, html);
                break;
            case LeafBlock { Inline: null } and (ParagraphBlock or HeadingBlock):
                break;
            case TableCell or ListItemBlock:
                foreach (var block in (ContainerBlock)part) Append(result, block, html);
                break;
            case LiteralInline literal:
                result.Append(literal.Content.AsSpan());
                break;
            case HtmlEntityInline entity:
                result.Append(entity.Transcoded.AsSpan());
                break;
            case LineBreakInline:
                result.Append(' ');
                break;
            case CodeInline code:
                // In a cell GitHub drops the backslash before a pipe even in code; Markdig does not.
                var content = html.Length > 0 ? code.Content.Replace(@"\|", "|", StringComparison.Ordinal) : code.Content;
                result.Append("C{").Append(content).Append('}');
                break;
            case HtmlInline tag when html.Contains(tag.Tag):
                result.Append(' ');
                break;
            case LinkInline link:
                Append(result, link, "L{", html);
                break;
            case EmphasisInline { DelimiterChar: '*', DelimiterCount: 2 } bold:
                Append(result, bold, "B{", html);
                break;
            case ContainerInline container when container.GetType() == typeof(ContainerInline):
                Append(result, container, "", html);
                break;
            default:
                result.Append("<<").Append(part.GetType().Name).Append(">>");
                break;
        }
    }

    static void Append(StringBuilder result, ContainerInline container, string open, string[] html)
    {
        result.Append(open);
        foreach (var inline in container) Append(result, inline, html);
        result.Append(open.Length > 0 ? "}" : "");
    }

    [GeneratedRegex(@"(\e\[|\x9B)[0-?]*[ -/]*[@-~]|[\0-\b\x0E-\x1F\x7F-\x84\x86-\x9F\u2060\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex Invisible();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
