using System.Globalization;
using System.Numerics;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Parses and formats numbers in JSON's syntax.</summary>
static class NumberText
{
    /// <summary>Numbers with longer exponents or more digits are rejected.</summary>
    const int MostCharacters = 100_000;

    public static RegoNumber? Parse(string text)
    {
        if (text.Length < 19 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
        {
            return Plain(text) ? text is "-0" ? RegoNumber.FromParts(0, 0, text) : RegoNumber.Of(small) : null;
        }

        if (Short(text) is { } few) return few;
        if (text.Length > MostCharacters) return null;
        var at = 0;
        if (at < text.Length && text[at] == '-') at++;
        var start = at;
        while (at < text.Length && IsDigit(text[at])) at++;
        if (at == start || (at - start > 1 && text[start] == '0')) return null;
        var whole = text.Substring(0, at);
        var fraction = "";
        if (at < text.Length && text[at] == '.')
        {
            start = ++at;
            while (at < text.Length && IsDigit(text[at])) at++;
            if (at == start) return null;
            fraction = text.Substring(start, at - start);
        }

        var exponent = 0;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            start = ++at;
            if (at < text.Length && text[at] is '+' or '-') at++;
            if (at == text.Length
                || !int.TryParse(text.Substring(start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return null;
            }

            if (Math.Abs((long)exponent) > 1_000_000_000) return null;
            at = text.Length;
        }

        if (at != text.Length) return null;
        var coefficient = BigInteger.Parse(whole + fraction, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return RegoNumber.FromParts(coefficient, exponent - fraction.Length, fraction.Length == 0 && exponent == 0 ? null : text);
    }

    /// <summary>Formats a float like Go: with an exponent if the decimal point is far away, otherwise with digits.</summary>
    public static string Shown(BigInteger coefficient, int exponent)
    {
        var digits = BigInteger.Abs(coefficient).ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        if (coefficient.Sign < 0) text.Append('-');
        var point = digits.Length + exponent;
        if (point is < -3 or > 21)
        {
            text.Append(digits[0]);
            if (digits.Length > 1) text.Append('.').Append(digits, 1, digits.Length - 1);
            var shown = point - 1;
            text.Append('e').Append(shown < 0 ? '-' : '+');
            shown = Math.Abs(shown);
            if (shown < 10) text.Append('0');
            return text.Append(shown.ToString(CultureInfo.InvariantCulture)).ToString();
        }

        if (point <= 0) return text.Append("0.").Append('0', -point).Append(digits).ToString();
        if (exponent >= 0) return text.Append(digits).Append('0', exponent).ToString();
        return text.Append(digits, 0, point).Append('.').Append(digits, point, digits.Length - point).ToString();
    }

    /// <summary>The common case of a short fraction such as 12.75.</summary>
    static RegoNumber? Short(string text)
    {
        if (text.Length is < 3 or > 17 || text[0] is '0' or '-' || !IsDigit(text[text.Length - 1])) return null;
        var (coefficient, fraction) = (0L, -1);
        foreach (var character in text)
        {
            if (character == '.' && fraction < 0)
            {
                fraction = 0;
            }
            else if (IsDigit(character))
            {
                coefficient = (coefficient * 10) + (character - '0');
                if (fraction >= 0) fraction++;
            }
            else
            {
                return null;
            }
        }

        if (fraction <= 0) return null;
        while (fraction > 0 && coefficient % 10 == 0)
        {
            coefficient /= 10;
            fraction--;
        }

        return RegoNumber.FromParts(coefficient, -fraction, text);
    }

    static bool Plain(string text)
    {
        var start = text[0] == '-' ? 1 : 0;
        return text[0] != '+' && text.Length > start && (text[start] != '0' || text.Length == start + 1);
    }

    static bool IsDigit(char character) => character is >= '0' and <= '9';
}
