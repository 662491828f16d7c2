namespace Spaceforge.Markdowns;

/// <summary>Puts pieces of inline Markdown side by side so that each keeps its meaning.</summary>
static class InlineJoin
{
    const string Mark = "**";

    public static string Join(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0) return left + right;

        return RunTogether(left, right) ? left + InlineEscape.Joiner + right : left + right;
    }

    public static string Bold(string text)
    {
        var inner = text.Trim();
        if (inner.Length == 0) return text;

        var start = text.IndexOf(inner, StringComparison.Ordinal);
        return text[..start] + Mark + inner + Mark + text[(start + inner.Length)..];
    }

    static bool RunTogether(string left, string right) =>
        (left[^1] == '`' && right[0] == '`')
        || (Ends(left) && (right[0] == '*' || IsStuck(left[^3], right[0])))
        || (Starts(right) && IsStuck(right[2], left[^1]));

    // An escaped asterisk has a backslash before it, so two in a row are always markup.
    static bool Ends(string text) => text.Length > 2 && text.EndsWith(Mark, StringComparison.Ordinal);

    static bool Starts(string text) => text.Length > 2 && text.StartsWith(Mark, StringComparison.Ordinal);

    // "**a:**b" is not bold: between punctuation and a letter, two asterisks neither open nor close.
    // https://spec.commonmark.org/0.31.2/#right-flanking-delimiter-run
    static bool IsStuck(char inside, char outside) =>
        !char.IsLetterOrDigit(inside) && !char.IsWhiteSpace(outside) && !(char.IsAscii(outside) && char.IsPunctuation(outside));
}
