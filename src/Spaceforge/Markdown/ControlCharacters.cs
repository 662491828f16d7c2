using System.Buffers;
using System.Text;

namespace Spaceforge.Markdown;

/// <summary>
/// Removes everything that could control a terminal or change the reading direction: complete colour and cursor sequences, and
/// all control characters except line feed and tab.
/// </summary>
/// <remarks>By hand, as other texts here: .NET's regular expressions would be a twentieth of a static executable.</remarks>
static class ControlCharacters
{
    // A terminal takes U+009B for ESC and a bracket, hence C1. U+202A to U+202E and U+2066 to U+2069 reorder what stands around them.
    static readonly SearchValues<char> Steering = SearchValues.Create(
        [.. Range('\x00', '\x08'), .. Range('\x0B', '\x1F'), .. Range('\x7F', '\x9F'),
            .. Range('\u202A', '\u202E'), .. Range('\u2066', '\u2069')]);

    public static string Remove(string text)
    {
        var rest = text.AsSpan();
        if (!rest.ContainsAny(Steering)) return text;

        var kept = new StringBuilder(text.Length);
        while (rest.IndexOfAny(Steering) is >= 0 and var at)
        {
            kept.Append(rest[..at]);
            rest = rest[(at + Length(rest[at..]))..];
        }

        return kept.Append(rest).ToString();
    }

    /// <summary>The length of the sequence that a text begins with; 1 where it is none that ends.</summary>
    static int Length(ReadOnlySpan<char> text)
    {
        var at = text switch
        {
            ['\x1B', '[', ..] => 2,
            ['\x9B', ..] => 1,
            _ => 0,
        };
        if (at == 0) return 1;

        while (at < text.Length && text[at] is >= '0' and <= '?') at++;
        while (at < text.Length && text[at] is >= ' ' and <= '/') at++;
        return at < text.Length && text[at] is >= '@' and <= '~' ? at + 1 : 1;
    }

    static IEnumerable<char> Range(char first, char last)
    {
        for (var c = first; c <= last; c++) yield return c;
    }
}
