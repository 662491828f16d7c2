using System.Text;

namespace Spaceforge.Rego;

/// <summary>
/// Translates patterns of <c>glob.match</c> to RE2: <c>*</c> and <c>?</c> stop at delimiters, <c>**</c> does not;
/// <c>[abc]</c>, <c>[a-c]</c>, <c>[!abc]</c>, <c>{this,that}</c>, and a backslash escapes the next character.
/// </summary>
static class GlobPattern
{
    /// <exception cref="FormatException">The pattern is not valid.</exception>
    public static string ToRe2(string glob, IReadOnlyList<int> delimiters)
    {
        var runes = glob.EnumerateRunes().ToArray();
        var separators = string.Concat(delimiters.Select(delimiter => $"\\x{{{delimiter:x}}}"));
        var single = separators.Length == 0 ? "(?s:.)" : $"[^{separators}]";
        var text = new StringBuilder("\\A(?:");
        var depth = 0;
        for (var at = 0; at < runes.Length;)
        {
            var rune = runes[at++].Value;
            switch (rune)
            {
                case '{':
                    depth++;
                    text.Append("(?:");
                    break;
                case ',' when depth > 0:
                    text.Append('|');
                    break;
                case '}' when depth > 0:
                    depth--;
                    text.Append(')');
                    break;
                case '[':
                    AppendSet(glob, runes, ref at, text);
                    break;
                case '?':
                    text.Append(single);
                    break;
                case '*' when at < runes.Length && runes[at].Value == '*':
                    at++;
                    text.Append("(?s:.*)");
                    break;
                case '*':
                    text.Append(single).Append('*');
                    break;
                case '\\' when at < runes.Length:
                    AppendRune(text, runes[at++].Value);
                    break;
                case '\\':
                    break;
                default:
                    AppendRune(text, rune);
                    break;
            }
        }

        // Unclosed groups are closed at the end.
        return text.Append(')', depth).Append(")\\z").ToString();
    }

    static void AppendRune(StringBuilder text, int rune) => text.Append($"\\x{{{rune:x}}}");

    static void AppendSet(string glob, Rune[] runes, ref int at, StringBuilder text)
    {
        text.Append('[');
        if (at < runes.Length && runes[at].Value == '!')
        {
            at++;
            text.Append('^');
        }

        if (at + 1 < runes.Length && runes[at + 1].Value == '-')
        {
            if (at + 3 >= runes.Length)
                throw new FormatException($"unexpected end of input: {glob}");
            var (lo, hi) = (runes[at].Value, runes[at + 2].Value);
            if (runes[at + 3].Value != ']')
                throw new FormatException($"expected close range character: {glob}");
            if (hi < lo)
                throw new FormatException($"hi character '{runes[at + 2]}' should be greater than lo '{runes[at]}'");
            AppendRune(text, lo);
            text.Append('-');
            AppendRune(text, hi);
            at += 4;
        }
        else
        {
            var any = false;
            for (; at < runes.Length && runes[at].Value != ']'; at++, any = true)
            {
                if (runes[at].Value == '\\' && ++at == runes.Length)
                    break;
                AppendRune(text, runes[at].Value);
            }

            if (at >= runes.Length)
                throw new FormatException($"unexpected end of input: {glob}");
            if (!any)
                throw new FormatException($"could not parse range: {glob}");
            at++;
        }

        text.Append(']');
    }
}
