using System.Text;

namespace Spaceforge.Markdown;

/// <summary>
/// Converts plain text into inline Markdown that shows exactly this text, wherever it is inserted: at both ends, characters are
/// escaped as required by the worst possible neighbour.
/// </summary>
static class InlineEscape
{
    /// <summary>The word joiner, an invisible character that keeps neighbours apart. Markdown treats it like a letter.</summary>
    public const char Joiner = '\u2060';

    const char None = '\0';

    /// <param name="lineBreak">Replaces a line break inside the text. Other white space is collapsed to one blank.</param>
    public static string Escape(string text, string lineBreak)
    {
        text = Fold(text, '\n');
        var result = new StringBuilder(text.Length + 16);
        var onlyWord = true;
        for (var i = 0; i < text.Length; i++)
        {
            var (before, c, after) = (i > 0 ? text[i - 1] : None, text[i], i + 1 < text.Length ? text[i + 1] : None);
            if (c == '\n')
            {
                result.Append(lineBreak);
                continue;
            }

            if (c == '{')
            {
                // Renderers that support attributes, "# Title {.class}", look for the brace before they process backslashes.
                result.Append("&#123;");
                onlyWord = false;
                continue;
            }

            if (c == '.' && EndsInWww(text.AsSpan(0, i))) result.Append(Joiner);
            if (IsMarkup(before, c, after) || (onlyWord && IsListMark(c, after))) result.Append('\\');
            result.Append(c);
            if (IsMention(c, after) || IsAddress(before, c, after)) result.Append(Joiner);
            onlyWord &= char.IsAsciiLetterOrDigit(c) || (c == ' ' && before == None);
        }

        return result.ToString();
    }

    /// <summary>Plain text for the content of an HTML element, on one line.</summary>
    public static string Html(string text)
    {
        text = Fold(text, ' ');
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            result.Append(text[i] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => null,
            } ?? text[i].ToString());
            if (IsMention(text[i], i + 1 < text.Length ? text[i + 1] : None)) result.Append(Joiner);
        }

        return result.ToString();
    }

    /// <summary>Collapses white space to one blank, or to the given character if it contains a line break inside the text.</summary>
    public static string Fold(string text, char lineBreak)
    {
        text = ControlCharacters.Remove(text.ReplaceLineEndings("\n"));
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && IsBlank(text[end])) end++;
            if (end == i)
            {
                result.Append(text[i++]);
                continue;
            }

            var inside = i > 0 && end < text.Length;
            result.Append(inside && text.AsSpan(i, end - i).Contains('\n') ? lineBreak : ' ');
            i = end;
        }

        return result.ToString();
    }

    public static bool IsAsciiPunctuation(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));

    // The last lines handle neighbouring text: "[x]" and "(url)", "!" and a link, "www" and ".com", bare URLs.
    static bool IsMarkup(char before, char c, char after) => c switch
    {
        '\\' or '`' or '*' or '_' or '}' or '[' or ']' or '<' or '>' or '#' or '+' or '=' or '|' or '~' or '&' or '$' or '^' => true,
        '-' => before == None || char.IsWhiteSpace(before),
        '"' => before is None or '"',
        ':' => before == None || after is not (' ' or '\n'),
        '.' => before is None or 'w' or 'W',
        '(' => before == None,
        '!' => after == None,
        _ => false,
    };

    static bool IsListMark(char c, char after) => c is '.' or ')' && (after == None || char.IsWhiteSpace(after));

    // Mentions, mail addresses and bare URLs are detected in the final text, after backslashes were removed:
    // https://github.com/syntax-tree/mdast-util-gfm-autolink-literal
    static bool IsMention(char c, char after) => c == '@' && (after == None || char.IsAsciiLetterOrDigit(after));

    // http:, https: and ftp:, which may start in the preceding text.
    static bool IsAddress(char before, char c, char after) =>
        c == ':' && before is (None or 'p' or 'P' or 's' or 'S') && after is (None or '/');

    static bool EndsInWww(ReadOnlySpan<char> text) =>
        text.Length - text.TrimEnd("wW").Length is var count && (count >= 3 || count == text.Length);

    static bool IsBlank(char c) => c is ' ' or '\t' or '\n';
}
