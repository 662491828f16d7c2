namespace Spaceforge.Definitions;

/// <summary>
/// Checks words made of ASCII letters, digits and a few marks, without the regular expression engine: loading it takes longer than
/// generating a manifest.
/// </summary>
static class PortableWord
{
    /// <param name="text">The text to check.</param>
    /// <param name="front">Marks allowed at the start.</param>
    /// <param name="marks">Marks allowed elsewhere.</param>
    public static bool Is(string text, string front, string marks)
    {
        if (text.Length == 0 || !IsPart(text[0], front)) return false;

        foreach (var c in text)
        {
            if (!IsPart(c, marks)) return false;
        }

        return true;
    }

    static bool IsPart(char c, string marks) => char.IsAsciiLetterOrDigit(c) || marks.Contains(c, StringComparison.Ordinal);
}
