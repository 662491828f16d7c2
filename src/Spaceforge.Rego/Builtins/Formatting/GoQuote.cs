using System.Globalization;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Quotes a string as a Go literal, which is also Rego's format.</summary>
static class GoQuote
{
    public static string Text(string text, bool ascii = false)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
            Append(quoted, rune, '"', ascii);
        return quoted.Append('"').ToString();
    }

    public static string Rune(Rune rune, bool ascii)
    {
        var quoted = new StringBuilder("'");
        Append(quoted, rune, '\'', ascii);
        return quoted.Append('\'').ToString();
    }

    static void Append(StringBuilder text, Rune rune, char quote, bool ascii)
    {
        var value = rune.Value;
        var escape = value switch
        {
            '\a' => @"\a",
            '\b' => @"\b",
            '\f' => @"\f",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            '\v' => @"\v",
            '\\' => @"\\",
            _ when value == quote => "\\" + quote,
            _ => null,
        };
        if (escape is not null)
            text.Append(escape);
        else if (value < 0x80 ? value is >= 0x20 and < 0x7F : !ascii && IsPrintable(rune))
            text.Append(rune.ToString());
        else if (value < 0x80)
            text.Append(@"\x").Append(value.ToString("x2", CultureInfo.InvariantCulture));
        else if (value < 0x10000)
            text.Append(@"\u").Append(value.ToString("x4", CultureInfo.InvariantCulture));
        else
            text.Append(@"\U").Append(value.ToString("x8", CultureInfo.InvariantCulture));
    }

    static bool IsPrintable(Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or
        UnicodeCategory.ParagraphSeparator);
}
