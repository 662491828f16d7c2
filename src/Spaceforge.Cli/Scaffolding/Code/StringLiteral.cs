using System.Globalization;
using System.Text;

namespace Spaceforge.Cli.Scaffolding.Code;

/// <summary>Any text as a C# expression with exactly this value: a raw string literal if it would otherwise need escapes.</summary>
static class StringLiteral
{
    const int FewestQuotes = 3;

    public static string Of(string text) =>
        !text.AsSpan().ContainsAny('\n', '\r')
            ? IsReadable(text) && text.AsSpan().ContainsAny('"', '\\') && text[0] != '"' && text[^1] != '"' ? RawLine(text) : Quoted(text)
        : IsReadable(text) ? RawLines(text)
        : HasOneKindOfLineEnd(text) && IsReadable(text.Replace("\r\n", "\n", StringComparison.Ordinal))
            ? $"{RawLines(text.Replace("\r\n", "\n", StringComparison.Ordinal))}.ReplaceLineEndings(\"\\r\\n\")"
        : QuotedLines(text);

    /// <summary>Whether it can be written unescaped: all characters are visible, and all line breaks are LF.</summary>
    static bool IsReadable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is not ('\n' or '\t') && !CanBeSeen(rune)) return false;
        }

        return true;
    }

    static bool HasOneKindOfLineEnd(string text) =>
        text.Contains("\r\n", StringComparison.Ordinal) && text.Split("\r\n").All(line => !line.AsSpan().ContainsAny('\n', '\r'));

    // Lone surrogates become U+FFFD. Format characters can change the order in which others are displayed.
    static bool CanBeSeen(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);

    static string RawLine(string text)
    {
        var quotes = Quotes(text);
        return $"{quotes}{text}{quotes}";
    }

    /// <summary>
    /// Lines after the first are indented by one step; in a nested expression they are indented together.
    /// </summary>
    static string RawLines(string text)
    {
        var quotes = Quotes(text);
        return $"{quotes}\n{CodeText.Indent($"{text}\n{quotes}")}";
    }

    static string Quotes(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return new string('"', Math.Max(FewestQuotes, longest + 1));
    }

    static string QuotedLines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var found and >= 0 ? found + 1 : text.Length;
            lines.Add(Quoted(text[start..end]));
            start = end;
        }

        return CodeText.Indent(string.Join("\n+ ", lines)).TrimStart();
    }

    static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var isWhole = Rune.TryGetRuneAt(text, i, out var rune);
            if (isWhole && rune.Value is not ('"' or '\\') && CanBeSeen(rune))
            {
                quoted.Append(rune);
                i += rune.Utf16SequenceLength - 1;
                continue;
            }

            _ = text[i] switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append(@"\n"),
                '\r' => quoted.Append(@"\r"),
                '\t' => quoted.Append(@"\t"),
                var c => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
            };
        }

        return quoted.Append('"').ToString();
    }
}
