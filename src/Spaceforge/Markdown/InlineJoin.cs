namespace Spaceforge.Markdown;

/// <summary>Joins pieces of inline Markdown so that each keeps its meaning.</summary>
static class InlineJoin
{
    const string Mark = "**";

    public static string Join(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0) return left + right;

        var same = (left[^1] == '`' && right[0] == '`') || (EndsBold(left) && StartsBold(right));
        var leftEnd = EndsBold(left) && (same || IsStuck(left[^3], right[0])) ? left[..^2] + InlineEscape.Joiner + Mark : left;
        var rightStart = StartsBold(right) && (same || IsStuck(right[2], left[^1])) ? Mark + InlineEscape.Joiner + right[2..] : right;
        return same ? leftEnd + InlineEscape.Joiner + rightStart : leftEnd + rightStart;
    }

    public static string Bold(string text)
    {
        var inner = text.Trim();
        if (inner.Length == 0) return text;

        var start = text.IndexOf(inner, StringComparison.Ordinal);
        return text[..start] + Mark + inner + Mark + text[(start + inner.Length)..];
    }

    // An escaped asterisk is preceded by a backslash, so two in a row are always markup.
    static bool EndsBold(string text) => text.Length > 2 && text.EndsWith(Mark, StringComparison.Ordinal);

    static bool StartsBold(string text) => text.Length > 2 && text.StartsWith(Mark, StringComparison.Ordinal);

    // "**a:**b" is not bold: between punctuation and a letter, two asterisks neither open nor close.
    // https://spec.commonmark.org/0.31.2/#right-flanking-delimiter-run
    static bool IsStuck(char inside, char outside) =>
        !char.IsLetterOrDigit(inside) && !char.IsWhiteSpace(outside) && !InlineEscape.IsAsciiPunctuation(outside);
}
