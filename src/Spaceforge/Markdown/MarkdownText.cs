using Spaceforge.Markdown;

namespace Spaceforge;

/// <summary>
/// Finished Markdown for the inside of a line: a heading, a cell, an item of a list. A plain string converts and is escaped, so
/// that what a tool prints is shown as it is and never becomes markup, HTML, a link or a mention.
/// </summary>
/// <remarks>
/// Join pieces with <c>+</c>, not inside an interpolated string, which would be escaped as a whole:
/// <code>
/// MarkdownText line = MarkdownText.Badge(Severity.High) + " in " + MarkdownText.Code("main.tf");
/// </code>
/// Line breaks of a string become <c>&lt;br&gt;</c> in a table's cell and blanks elsewhere. Control characters are left out.
/// Mentions, mail and web addresses get an invisible character, which stops renderers that look for them; in
/// <see cref="Code"/> they stay fit for copying.
/// </remarks>
public readonly record struct MarkdownText
{
    MarkdownText(string inline, string cell) => (Inline, Cell) = (inline, cell);

    string Inline => field ?? "";

    /// <summary>The same for a table's cell, where pipes and line breaks are written in another way.</summary>
    internal string Cell => field ?? "";

    /// <summary>Escapes a plain text; null is the empty text.</summary>
    public static implicit operator MarkdownText(string? text) =>
        text is null ? default : new(InlineEscape.Escape(text, " "), InlineEscape.Escape(text, "<br>"));

    /// <summary>Joins two texts. Where their markup would run together, an invisible character keeps it apart.</summary>
    public static MarkdownText operator +(MarkdownText left, MarkdownText right) =>
        new(InlineJoin.Join(left.Inline, right.Inline), InlineJoin.Join(left.Cell, right.Cell));

    /// <summary>Takes inline Markdown as it is. Never give it what a tool printed: that could be markup.</summary>
    /// <param name="markdown">Markdown without blocks; line breaks become blanks.</param>
    public static MarkdownText Verbatim(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var line = markdown.ReplaceLineEndings(" ");
        return new(line, CodeSpan.EscapePipes(line));
    }

    /// <summary>Bold text. Blanks at its ends stand outside, or it would not be bold.</summary>
    public static MarkdownText Bold(MarkdownText text) => new(InlineJoin.Bold(text.Inline), InlineJoin.Bold(text.Cell));

    /// <summary>Code as it is, backticks and all; line breaks become blanks.</summary>
    public static MarkdownText Code(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var line = ControlCharacters.Remove(code.ReplaceLineEndings("\n")).Replace('\n', ' ');
        return new(CodeSpan.Inline(line), CodeSpan.Cell(line));
    }

    /// <summary>
    /// A link to an http, https, mailto or relative address. With any other address, <c>javascript:</c> for instance, it is no
    /// link: text and address are shown.
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
