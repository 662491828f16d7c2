using System.Globalization;
using Spaceforge.Markdown;

namespace Spaceforge;

/// <summary>Builds Markdown block by block, and escapes all untrusted text.</summary>
/// <remarks>
/// <code>
/// var report = new MarkdownBuilder()
///     .Heading(2, "Scan")
///     .Table(["Severity", "Resource"], [[MarkdownText.Badge(Severity.High), "aws_s3_bucket.logs"]])
///     .Collapsible("Log", log => log.CodeBlock("1 issue found"));
/// await SendMarkdownAsync(report.ToString());
/// </code>
/// Empty blocks are omitted.
/// </remarks>
public sealed class MarkdownBuilder
{
    readonly List<string> _blocks = [];
    char? _lastBullet;

    /// <summary>Adds a heading.</summary>
    /// <param name="level">From 1 (largest) to 6.</param>
    public MarkdownBuilder Heading(int level, MarkdownText text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 6);
        return Line(text) is { Length: > 0 } line ? Add($"{new string('#', level)} {line}") : this;
    }

    /// <summary>Adds a paragraph.</summary>
    public MarkdownBuilder Paragraph(MarkdownText text) => Add(Line(text));

    /// <summary>Adds a bulleted list; use <c>List([.. names])</c> for a sequence.</summary>
    public MarkdownBuilder List(params IEnumerable<MarkdownText> items)
    {
        // Two consecutive lists would be merged unless their bullets differ.
        var bullet = _lastBullet == '-' ? '*' : '-';
        var list = string.Join('\n', items.Select(item => $"{bullet} {Line(item)}".TrimEnd()));
        Add(list);
        if (list.Length > 0) _lastBullet = bullet;
        return this;
    }

    /// <summary>Adds a table. Short rows are padded with empty cells.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="mostRows">The maximum number of rows; a line below the table says how many more there are. Default: no limit.</param>
    /// <exception cref="ArgumentException">There is no header, or a row has more cells than there are headers.</exception>
    public MarkdownBuilder Table(
        IEnumerable<MarkdownText> headers, IEnumerable<IEnumerable<MarkdownText>> rows, int? mostRows = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var head = headers.ToArray();
        if (head.Length == 0) throw new ArgumentException("A table needs at least one header.", nameof(headers));

        List<string> lines = [Row(head), Row(Enumerable.Repeat("---", head.Length))];
        var omitted = 0;
        foreach (var row in rows)
        {
            if (lines.Count - 2 == mostRows)
            {
                omitted++;
                continue;
            }

            var cells = row.ToArray();
            if (cells.Length > head.Length)
            {
                throw new ArgumentException(
                    $"Row {lines.Count - 1} has {cells.Length} cells; the table has {head.Length} columns.", nameof(rows));
            }

            lines.Add(Row([.. cells, .. Enumerable.Repeat<MarkdownText>("", head.Length - cells.Length)]));
        }

        Add(string.Join('\n', lines));
        return omitted > 0 ? Paragraph(string.Create(CultureInfo.InvariantCulture, $"… and {omitted} more")) : this;
    }

    /// <summary>Adds a collapsible section, which is initially closed.</summary>
    /// <param name="summary">Plain text, which is shown even while the section is closed.</param>
    /// <param name="content">Writes the content: <c>details => details.Paragraph("…")</c>.</param>
    public MarkdownBuilder Collapsible(string summary, Action<MarkdownBuilder> content)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(content);
        var inner = new MarkdownBuilder();
        content(inner);

        // The content is only treated as Markdown with blank lines around it.
        Add($"<details>\n<summary>{InlineEscape.Html(summary).Trim()}</summary>");
        _blocks.AddRange(inner._blocks);
        return Add("</details>");
    }

    /// <summary>Adds a code block, which may contain backticks. Terminal colour sequences are removed.</summary>
    /// <param name="language">The language for highlighting, for example <c>json</c> or <c>hcl</c>. Default: none.</param>
    public MarkdownBuilder CodeBlock(string text, string language = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(language);
        var code = ControlCharacters.Remove(text.ReplaceLineEndings("\n"));
        var fence = new string('`', Math.Max(3, CodeSpan.LongestRun(code) + 1));
        var name = string.Concat(language.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '#' or '.' or '_'));
        return Add($"{fence}{name}\n{code}{(code.EndsWith('\n') || code.Length == 0 ? "" : "\n")}{fence}");
    }

    /// <summary>Adds raw Markdown blocks. Never pass the output of a tool, which could contain markup.</summary>
    public MarkdownBuilder Verbatim(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        return Add(markdown.ReplaceLineEndings("\n").Trim('\n'));
    }

    /// <summary>Returns the Markdown: blocks separated by blank lines, LF, with a final line break; empty without blocks.</summary>
    public override string ToString() => _blocks.Count == 0 ? "" : string.Join("\n\n", _blocks) + "\n";

    MarkdownBuilder Add(string block)
    {
        if (block.Length == 0) return this;

        _blocks.Add(block);
        _lastBullet = null;
        return this;
    }

    static string Line(MarkdownText text)
    {
        var line = text.ToString().Trim(' ');
        // Some renderers treat a line that starts with many backticks as a code block.
        return line.StartsWith("```", StringComparison.Ordinal) ? InlineEscape.Joiner + line : line;
    }

    static string Row(IEnumerable<MarkdownText> cells) => Row(cells.Select(cell => cell.Cell.Trim(' ')));

    static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
