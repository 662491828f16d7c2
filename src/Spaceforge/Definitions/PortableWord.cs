namespace Spaceforge.Definitions;

/// <summary>
/// Words of ASCII letters, digits and a few marks. Without regular expressions, whose engine takes longer to load than a manifest to make.
/// </summary>
static class PortableWord
{
    /// <param name="text">What may be such a word.</param>
    /// <param name="front">The marks that it may begin with.</param>
    /// <param name="marks">Those that it may hold.</param>
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
