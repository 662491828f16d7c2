using Spaceforge.Markdown;

namespace Spaceforge;

/// <summary>
/// Inline Markdown for a heading, a table cell or a list item. Strings are converted implicitly and escaped, so
/// the output of a tool is shown verbatim and never becomes markup, HTML, a link or a mention.
/// </summary>
/// <remarks>
/// Join pieces with <c>+</c>, not in an interpolated string, which would be escaped as a whole:
/// <code>
/// MarkdownText line = MarkdownText.Badge(Severity.High) + " in " + MarkdownText.Code("main.tf");
/// </code>
/// Line breaks in a string become <c>&lt;br&gt;</c> in a table cell and blanks elsewhere. Control characters are removed.
/// Mentions, mail addresses and URLs get an invisible character, which stops renderers from linking them; in
/// <see cref="Code"/>, they are left intact for copying.
/// </remarks>
public readonly record struct MarkdownText
{
    MarkdownText(string inline, string cell) => (Inline, Cell) = (inline, cell);

    string Inline => field ?? "";

    /// <summary>The form for table cells, where pipes and line breaks are written differently.</summary>
    internal string Cell => field ?? "";

    /// <summary>Escapes plain text; null is treated as empty.</summary>
    public static implicit operator MarkdownText(string? text) =>
        text is null ? default : new(InlineEscape.Escape(text, " "), InlineEscape.Escape(text, "<br>"));

    /// <summary>Joins two texts. If their markup would merge, an invisible character separates them.</summary>
    public static MarkdownText operator +(MarkdownText left, MarkdownText right) =>
        new(InlineJoin.Join(left.Inline, right.Inline), InlineJoin.Join(left.Cell, right.Cell));

    /// <summary>Uses inline Markdown verbatim. Never pass the output of a tool, which could contain markup.</summary>
    /// <param name="markdown">Markdown without blocks; line breaks become blanks.</param>
    public static MarkdownText Verbatim(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var line = markdown.ReplaceLineEndings(" ");
        return new(line, CodeSpan.EscapePipes(line));
    }

    /// <summary>Bold text. Blanks at both ends are moved outside, where Markdown requires them.</summary>
    public static MarkdownText Bold(MarkdownText text) => new(InlineJoin.Bold(text.Inline), InlineJoin.Bold(text.Cell));

    /// <summary>Inline code, which may contain backticks; line breaks become blanks.</summary>
    public static MarkdownText Code(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var line = ControlCharacters.Remove(code.ReplaceLineEndings("\n")).Replace('\n', ' ');
        return new(CodeSpan.Inline(line), CodeSpan.Cell(line));
    }

    /// <summary>
    /// A link to an http, https, mailto or relative URL. With any other URL, such as <c>javascript:</c>, text and URL are
    /// shown without a link.
    /// </summary>
    public static MarkdownText Link(MarkdownText text, string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return LinkAddress.Encode(url) is { } target
            ? new($"[{text.Inline}]({target})", $"[{text.Cell}]({target})")
            : text + $" ({url})";
    }

    /// <summary>A severity as a coloured disc and a word: <c>🔴 CRITICAL</c>.</summary>
    public static MarkdownText Badge(Severity severity) => severity switch
    {
        Severity.Critical => "🔴 CRITICAL",
        Severity.High => "🟠 HIGH",
        Severity.Medium => "🟡 MEDIUM",
        Severity.Low => "🟢 LOW",
        Severity.Info => "🔵 INFO",
        _ => "⚪ UNKNOWN",
    };

    /// <summary>The Markdown.</summary>
    public override string ToString() => Inline;
}
