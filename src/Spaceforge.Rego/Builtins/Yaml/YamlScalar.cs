using System.Globalization;
using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>Interprets a plain scalar like Go's YAML 1.1: yes and no are booleans, and 010 is eight.</summary>
static class YamlScalar
{
    public static RegoValue Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return RegoNull.Value;
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return RegoBoolean.True;
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return RegoBoolean.False;
            case ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or
                "-.inf" or "-.Inf" or "-.INF":
                throw new FormatException($"json: unsupported value: {text}");
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.'))
            return new RegoString(text);
        var digits = text.Replace("_", "");
        if (Integer(digits) is { } integer)
            return integer;
        return IsFloat(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) &&
            double.IsFinite(real)
            ? Number(real)
            : new RegoString(text);
    }

    public static RegoNumber Number(double value)
    {
        var (coefficient, exponent) = RegoNumber.Of(value).Parts;
        return RegoNumber.FromParts(coefficient, exponent);
    }

    // Beyond 64 bits, it is a float.
    static RegoNumber? Integer(string text)
    {
        var sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var digits = text.AsSpan(sign);
        if (digits.IsEmpty)
            return null;
        var radix = 10;
        if (digits.Length > 1 && digits[0] == '0')
        {
            (radix, var prefix) = digits[1] switch
            {
                'x' or 'X' => (16, 2),
                'o' or 'O' => (8, 2),
                'b' or 'B' => (2, 2),
                _ => (8, 1),
            };
            digits = digits[prefix..];
        }

        if (digits.IsEmpty || digits.Length > 64)
            return null;
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            var number = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            if (number >= radix)
                return null;
            value = (value * radix) + number;
        }

        if (text[0] == '-')
            value = -value;
        return value >= long.MinValue && value <= ulong.MaxValue ? RegoNumber.Of(value) : radix == 10 ? Number((double)value) : null;
    }

    // [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
    static bool IsFloat(string text)
    {
        var at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        var digits = at - start;
        if (at < text.Length && text[at] == '.')
        {
            start = ++at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            digits += at - start;
        }

        if (digits == 0)
            return false;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-')
                at++;
            start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (at == start)
                return false;
        }

        return at == text.Length;
    }
}
