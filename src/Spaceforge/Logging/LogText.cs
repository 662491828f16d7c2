using System.Buffers;
using System.Globalization;
using System.Text;

namespace Spaceforge.Logging;

/// <summary>
/// Makes untrusted text safe for a log or a terminal: control characters and unpaired surrogates are made visible, colours are
/// kept, and no line is a command for the platform or a CI system.
/// </summary>
static class LogText
{
    // U+202A to U+202E and U+2066 to U+2069 reorder the surrounding text; U+2028 and U+2029 are line breaks.
    static readonly SearchValues<char> Controls = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000A\u000B\u000C\u000D\u000E\u000F\u0010\u0011\u0012\u0013\u0014"
        + "\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087"
        + "\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B"
        + "\u009C\u009D\u009E\u009F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>The longest line of a message, and the longest name in one. Only logs of hooks have longer lines.</summary>
    public const int LongestLine = 4_000;

    static readonly SearchValues<char> ColorCodes = SearchValues.Create("0123456789;:");

    /// <summary>A text as lines with line endings.</summary>
    /// <param name="prefix">The prefix of each line.</param>
    public static string Lines(string prefix, string text)
    {
        if (IndexOfUnsafe(text) < 0) return $"{prefix}{text}\n";

        var lines = new StringBuilder();
        foreach (var line in text.AsSpan().TrimEnd("\r\n").EnumerateLines())
        {
            lines.Append(prefix);
            Append(lines, line);
            lines.Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>A text that keeps its lines, none of which is a command for a CI system, or endless.</summary>
    /// <param name="colors">Whether colours are kept; they are reset at the end of the text.</param>
    /// <param name="longest">Where a line is cut.</param>
    public static string Shown(string text, bool colors = true, int longest = LongestLine)
    {
        if (text.Length <= longest && IndexOfUnsafe(text) < 0 && !IsCommand(text)) return text;

        var shown = new StringBuilder();
        var isFirst = true;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!isFirst) shown.Append('\n');
            isFirst = false;
            var rest = Cut(line, longest);
            if (IsCommand(line))
            {
                var blanks = line.Length - line.TrimStart().Length;
                Append(shown, Cut(line[..blanks], longest), colors);
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)line[blanks]:x4}");
                rest = rest[Math.Min(blanks + 1, rest.Length)..];
            }

            Append(shown, rest, colors);
            AppendCut(shown, line, longest);
        }

        var result = shown.ToString();
        if (!result.Contains('\e', StringComparison.Ordinal)) return result;

        return result.EndsWith('\n') ? result[..^1] + "\e[0m\n" : result + "\e[0m";
    }

    /// <summary>A text as a single line of limited length, without colours.</summary>
    public static string OneLine(string text)
    {
        if (text.Length <= LongestLine && IndexOfUnsafe(text) < 0) return text;

        var line = new StringBuilder();
        Append(line, Cut(text, LongestLine), colors: false);
        AppendCut(line, text, LongestLine);
        return line.ToString();
    }

    /// <summary>Appends a text as a single line.</summary>
    public static void Append(StringBuilder target, ReadOnlySpan<char> line, bool colors = true)
    {
        while (IndexOfUnsafe(line) is >= 0 and var at)
        {
            target.Append(line[..at]);
            line = line[at..];
            var length = ColorLength(line);
            if (length > 0) target.Append(colors ? line[..length] : []);
            else target.Append(CultureInfo.InvariantCulture, $"\\u{(int)line[0]:x4}");
            line = line[Math.Max(length, 1)..];
        }

        target.Append(line);
    }

    static ReadOnlySpan<char> Cut(ReadOnlySpan<char> line, int longest)
    {
        if (line.Length <= longest) return line;

        return line[..(char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest)];
    }

    static void AppendCut(StringBuilder target, ReadOnlySpan<char> line, int longest)
    {
        if (line.Length > longest) target.Append(CultureInfo.InvariantCulture, $"... ({line.Length} characters)");
    }

    static int IndexOfUnsafe(ReadOnlySpan<char> text)
    {
        var control = text.IndexOfAny(Controls);
        var half = IndexOfHalf(control < 0 ? text : text[..control]);
        return half < 0 ? control : half;
    }

    /// <summary>An unpaired surrogate.</summary>
    static int IndexOfHalf(ReadOnlySpan<char> text)
    {
        for (var from = 0; text[from..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var next; from += next + 2)
        {
            var at = from + next;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return at;
        }

        return -1;
    }

    /// <summary>Double colons or <c>##name[</c>, which GitHub, Azure and TeamCity interpret in a step's output.</summary>
    static bool IsCommand(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart();
        return (text.StartsWith("::") && text[2..].Contains("::", StringComparison.Ordinal))
            || (text.StartsWith("##") && text[2..].TrimStart("abcdefghijklmnopqrstuvwxyz").StartsWith('['));
    }

    static int ColorLength(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("\e[")) return 0;
        var end = text[2..].IndexOfAnyExcept(ColorCodes) + 2;
        return end >= 2 && text[end] == 'm' ? end + 1 : 0;
    }
}
