using System.Globalization;
using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>Amounts with a unit: <c>500m</c>, <c>10Ki</c>, <c>1.5e3MB</c>.</summary>
static class UnitBuiltins
{
    // Larger exponents are useless and slow.
    const int MostExponentDigits = 4;

    public static void Register(BuiltinTable table)
    {
        table.Add("units.parse", (context, arguments) => Parse(context, Operands.Text(arguments, 0)));
        table.Add("units.parse_bytes", (context, arguments) => ParseBytes(context, Operands.Text(arguments, 0)));
    }

    static RegoNumber Parse(BuiltinContext context, string text)
    {
        var (number, unit) = Split(text.Replace("\"", ""), "");
        // Only the first letter distinguishes m, a thousandth, from M, a million.
        if (unit.Length > 1)
            unit = unit[..1] + unit[1..].ToLowerInvariant();
        var (coefficient, exponent) = number ?? throw new BuiltinException("could not parse amount to a number");
        if (unit == "m")
            return RegoNumber.FromParts(coefficient, exponent - 3);
        var factor = Factor(unit is "M" ? "m" : unit is "Mi" or "mi" ? "mi" : unit.ToLowerInvariant(), bytes: false) ??
            throw new BuiltinException($"unit {unit} not recognized");
        var value = coefficient * factor;
        if (exponent >= 0)
            return Operands.Of(context, value * BigInteger.Pow(10, exponent));

        // Ten decimal places, as in OPA.
        var scale = BigInteger.Pow(10, -exponent);
        if (BigInteger.DivRem(value, scale, out var rest) is var whole && rest.IsZero)
            return Operands.Of(context, whole);
        var scaled = value * BigInteger.Pow(10, 10);
        var rounded = BigInteger.DivRem(BigInteger.Abs(scaled) * 2 + scale, scale * 2, out _) * value.Sign;
        return RegoNumber.FromParts(rounded, -10);
    }

    static RegoNumber ParseBytes(BuiltinContext context, string text)
    {
        var (number, unit) = Split(text.ToLowerInvariant().Replace("\"", ""), "byte ");
        var factor = Factor(unit, bytes: true) ?? throw new BuiltinException($"byte unit {unit} not recognized");
        var (coefficient, exponent) = number ?? throw new BuiltinException("could not parse byte amount to a number");
        var value = coefficient * factor;
        return Operands.Of(
            context,
            exponent >= 0 ? value * BigInteger.Pow(10, exponent) : BigInteger.Divide(value, BigInteger.Pow(10, -exponent)));
    }

    static ((BigInteger, int)? Number, string Unit) Split(string text, string what)
    {
        if (text.Contains(' '))
            throw new BuiltinException("spaces not allowed in resource strings");
        var end = NumberEnd(text);
        if (end == 0)
            throw new BuiltinException($"no {what}amount provided");
        return (Number(text[..end]), text[end..]);
    }

    // An e belongs to the number only if an exponent follows; otherwise it is a unit.
    static int NumberEnd(string text)
    {
        var at = 0;
        for (; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter is 'e' or 'E')
            {
                if (at + 1 == text.Length || !(char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '+' or '-'))
                    break;
                if (!char.IsAsciiDigit(text[at + 1]))
                    at++;
                var digits = 0;
                while (at + 1 + digits < text.Length && char.IsAsciiDigit(text[at + 1 + digits]))
                    digits++;
                if (digits > MostExponentDigits)
                    throw new BuiltinException("exponent too large");
            }
            else if (!char.IsAsciiDigit(letter) && letter is not ('.' or '+' or '-'))
            {
                break;
            }
        }

        return Math.Min(at, text.Length);
    }

    static (BigInteger, int)? Number(string text)
    {
        var e = text.IndexOfAny(['e', 'E']);
        var mantissa = e < 0 ? text : text[..e];
        var exponent = 0;
        if (e >= 0 && !int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return null;
        var dot = mantissa.IndexOf('.');
        var digits = dot < 0 ? mantissa : mantissa.Remove(dot, 1);
        if (digits.Length > RegoNumber.MostDigits ||
            !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var coefficient))
            return null;
        return (coefficient, exponent - (dot < 0 ? 0 : mantissa.Length - dot - 1));
    }

    static BigInteger? Factor(string unit, bool bytes)
    {
        if (bytes && unit.Length > 1 && unit[^1] == 'b')
            unit = unit[..^1];
        var power = unit.Length == 0 ? 0 : "kmgtpe".IndexOf(unit[0]) + 1;
        return unit.Length switch
        {
            0 => BigInteger.One,
            1 when power > 0 => BigInteger.Pow(1000, power),
            2 when power > 0 && unit[1] == 'i' => BigInteger.Pow(1024, power),
            _ => null,
        };
    }
}
