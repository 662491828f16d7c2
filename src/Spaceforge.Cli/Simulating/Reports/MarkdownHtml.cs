using System.Net;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Spaceforge.Cli.Simulating.Reports;

/// <summary>Renders untrusted Markdown to HTML that runs and loads nothing, and only links to web and mail addresses.</summary>
static partial class MarkdownHtml
{
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables()
        .UseEmphasisExtras().UseTaskLists().UseAutoLinks().Build();

    // Bounds the rendering time of a page.
    const int Largest = 100_000;

    public static string Of(string markdown)
    {
        if (markdown.Length > Largest) return AsText(markdown, $"Shown as plain text: longer than {Largest} characters.");

        try
        {
            return Rendered(markdown);
        }
        catch (ArgumentException)
        {
            return AsText(markdown, "Shown as plain text: nested too deeply.");
        }
    }

    static string AsText(string markdown, string why) => $"<p>{why}</p>\n<pre>{WebUtility.HtmlEncode(markdown)}</pre>\n";

    static string Rendered(string markdown)
    {
        var document = Markdig.Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToArray()) Tame(link);
        foreach (var link in document.Descendants<AutolinkInline>().ToArray())
        {
            if (link.IsEmail || IsSafe(link.Url)) OpenOutside(link);
            else link.ReplaceBy(new LiteralInline(link.Url));
        }

        foreach (var table in document.Descendants<Table>()) Align(table);

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlBlockRenderer>(new SafeHtmlBlocks());
        renderer.ObjectRenderers.Replace<HtmlInlineRenderer>(new SafeHtmlInlines());
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>The only HTML that is kept: collapsible sections, which Spacelift shows too. The rest is shown as text.</summary>
    static string Safe(string html) =>
        string.Concat(Folding().Split(html).Select((part, i) => i % 2 == 1 ? part : WebUtility.HtmlEncode(part)));

    static void Tame(LinkInline link)
    {
        // An image would send a request to another server.
        link.IsImage = false;
        if (!IsSafe(link.Url)) link.ReplaceBy(new ContainerInline(), copyChildren: true);
        else if (link.FirstChild is null) link.AppendChild(new LiteralInline(link.Url!));
        OpenOutside(link);
    }

    static void OpenOutside(MarkdownObject link)
    {
        link.GetAttributes().AddProperty("rel", "noopener noreferrer");
        link.GetAttributes().AddProperty("target", "_blank");
    }

    static bool IsSafe(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeMailto);

    /// <summary>Uses classes, since the page's policy forbids inline styles.</summary>
    static void Align(Table table)
    {
        foreach (var cell in table.OfType<TableRow>().SelectMany(row => row.OfType<TableCell>().Index()))
        {
            if (cell.Index < table.ColumnDefinitions.Count
                && table.ColumnDefinitions[cell.Index].Alignment is { } alignment and not TableColumnAlign.Left)
            {
                cell.Item.GetAttributes().AddClass(alignment == TableColumnAlign.Right ? "right" : "center");
            }
        }

        foreach (var column in table.ColumnDefinitions) column.Alignment = null;
    }

    [GeneratedRegex(@"(</?details>|<details open>|</?summary>|<br ?/?>)")]
    private static partial Regex Folding();

    sealed class SafeHtmlBlocks : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock obj) => renderer.Write(Safe(obj.Lines.ToString())).WriteLine();
    }

    sealed class SafeHtmlInlines : HtmlObjectRenderer<HtmlInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline obj) => renderer.Write(Safe(obj.Tag));
    }
}
