namespace Spaceforge.Rego;

/// <summary>Strings in code points, as in Rego; C# uses UTF-16.</summary>
static class TextRunes
{
    public static bool AreUnits(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    public static int Count(string text)
    {
        if (AreUnits(text))
            return text.Length;
        var count = 0;
        for (var at = 0; at < text.Length; count++)
            at += Length(text, at);
        return count;
    }

    /// <summary>The number of UTF-16 units of the code point at a position.</summary>
    public static int Length(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    /// <summary>The UTF-16 position of a code point; the end if the string is shorter.</summary>
    public static int Offset(string text, long rune)
    {
        if (AreUnits(text))
            return (int)Math.Min(rune, text.Length);
        var at = 0;
        for (; rune > 0 && at < text.Length; rune--)
            at += Length(text, at);
        return at;
    }

    /// <summary>The code point at a position.</summary>
    public static int Index(string text, int offset)
    {
        if (AreUnits(text))
            return offset;
        var index = 0;
        for (var at = 0; at < offset; index++)
            at += Length(text, at);
        return index;
    }
}
