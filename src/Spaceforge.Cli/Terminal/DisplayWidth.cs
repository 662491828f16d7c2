using System.Globalization;
using System.Text;

namespace Spaceforge.Cli.Terminal;

/// <summary>The number of terminal columns of a character: two for East Asian ones and emoji. Terminals differ slightly.</summary>
static class DisplayWidth
{
    const char EmojiStyle = '\uFE0F';

    /// <param name="element">One user-perceived character, which may be several code points.</param>
    public static int Of(string element)
    {
        if (element is [>= ' ' and < '\x7F']) return 1;

        return element.Contains(EmojiStyle, StringComparison.Ordinal) ? 2 : element.EnumerateRunes().Max(Of);
    }

    static int Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    // From https://www.unicode.org/Public/UCD/latest/ucd/EastAsianWidth.txt, W and F; whole blocks above U+FFFF.
    static bool IsWide(int value) => value switch
    {
        < 0x1100 => false,
        <= 0x115F => true,
        0x231A or 0x231B or 0x2329 or 0x232A or (>= 0x23E9 and <= 0x23EC) or 0x23F0 or 0x23F3 => true,
        0x25FD or 0x25FE or 0x2614 or 0x2615 or (>= 0x2648 and <= 0x2653) or 0x267F or 0x2693 or 0x26A1 => true,
        0x26AA or 0x26AB or 0x26BD or 0x26BE or 0x26C4 or 0x26C5 or 0x26CE or 0x26D4 or 0x26EA => true,
        0x26F2 or 0x26F3 or 0x26F5 or 0x26FA or 0x26FD or 0x2705 or 0x270A or 0x270B or 0x2728 => true,
        0x274C or 0x274E or (>= 0x2753 and <= 0x2755) or 0x2757 or (>= 0x2795 and <= 0x2797) or 0x27B0 or 0x27BF => true,
        0x2B1B or 0x2B1C or 0x2B50 or 0x2B55 => true,
        >= 0x2E80 and <= 0xA4CF => value != 0x303F,
        (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) => true,
        (>= 0xFE10 and <= 0xFE19) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) => true,
        (>= 0x16FE0 and <= 0x1B2FF) or 0x1F004 or 0x1F0CF or 0x1F18E or (>= 0x1F191 and <= 0x1F265) => true,
        (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F7E0 and <= 0x1F7EB) => true,
        (>= 0x1F900 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) => true,
        _ => false,
    };
}
