using System.Globalization;
using System.Numerics;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Formats numbers like Go's <c>strconv</c>.</summary>
static class GoNumberText
{
    static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Integer(BigInteger value, int radix, bool upper = false)
    {
        if (radix == 10)
            return value.ToString(Invariant);
        var sign = value.Sign < 0 ? "-" : "";
        var digits = BigInteger.Abs(value);
        var text = radix switch
        {
            2 => digits.ToString("B", Invariant),
            8 => Octal(digits),
            _ => digits.ToString(upper ? "X" : "x", Invariant),
        };
        text = text.TrimStart('0');
        return text.Length == 0 ? "0" : sign + text;
    }

    static string Octal(BigInteger value)
    {
        var bits = value.ToString("B", Invariant);
        bits = bits.PadLeft((bits.Length + 2) / 3 * 3, '0');
        var text = new StringBuilder(bits.Length / 3);
        for (var i = 0; i < bits.Length; i += 3)
            text.Append((char)('0' + (bits[i] - '0') * 4 + (bits[i + 1] - '0') * 2 + (bits[i + 2] - '0')));
        return text.ToString();
    }

    /// <summary>Like <c>strconv.FormatFloat</c> for e, f and g; a negative precision means the shortest exact representation.</summary>
    public static string Float(double value, char verb, int precision, bool keepZeros = false)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "+Inf" : "-Inf";

        var sign = double.IsNegative(value) ? "-" : "";
        value = Math.Abs(value);
        switch (verb)
        {
            case 'f' when precision >= 0:
                return sign + value.ToString("F" + precision, Invariant);
            case 'e' when precision >= 0:
                return sign + Exponent(value.ToString("E" + precision, Invariant));
        }

        var (digits, point) = precision < 0 ? Shortest(value) : Rounded(value, Math.Max(precision, 1));
        if (verb == 'f')
            return sign + Plain(digits, point);
        if (verb == 'e')
            return sign + Scientific(digits, point);

        var limit = precision < 0 ? 6 : Math.Max(precision, 1);
        var trimmed = keepZeros ? digits : digits.TrimEnd('0');
        if (trimmed.Length == 0)
            trimmed = "0";
        if (precision >= 0 && limit > trimmed.Length && trimmed.Length >= point)
            limit = keepZeros ? limit : trimmed.Length;
        return sign + (point - 1 < -4 || point - 1 >= limit ? Scientific(trimmed, point) : Plain(trimmed, point));
    }

    // Digits d and exponent p: 0.ddd times ten to the power of p.
    static (string Digits, int Point) Shortest(double value) => Split(value.ToString("E16", Invariant), value.ToString("R", Invariant));

    static (string Digits, int Point) Rounded(double value, int digits)
    {
        var text = value.ToString("E" + (digits - 1), Invariant);
        var e = text.IndexOf('E');
        return (text[..e].Replace(".", ""), value == 0 ? 1 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, Invariant) + 1);
    }

    static (string Digits, int Point) Split(string exponential, string shortest)
    {
        var e = shortest.IndexOf('E');
        var mantissa = e < 0 ? shortest : shortest[..e];
        var digits = mantissa.Replace(".", "").TrimStart('0').TrimEnd('0');
        if (digits.Length == 0)
            return ("0", 1);
        var exponent = int.Parse(exponential.AsSpan(exponential.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, Invariant);
        // Seventeen digits can round up to the next power of ten, unlike the shortest representation.
        if (e >= 0)
            exponent = int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, Invariant);
        else if (mantissa.IndexOf('.') is var dot)
            exponent = mantissa[0] != '0' ? (dot < 0 ? mantissa.Length : dot) - 1 : exponent;
        return (digits, exponent + 1);
    }

    static string Plain(string digits, int point)
    {
        if (point <= 0)
            return "0." + new string('0', -point) + digits;
        return point >= digits.Length ? digits + new string('0', point - digits.Length) : digits[..point] + "." + digits[point..];
    }

    static string Scientific(string digits, int point)
    {
        var exponent = point - 1;
        var sign = exponent < 0 ? '-' : '+';
        return $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{sign}{Math.Abs(exponent).ToString("00", Invariant)}";
    }

    static string Exponent(string text)
    {
        var e = text.IndexOf('E');
        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, Invariant);
        return $"{text[..e]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", Invariant)}";
    }
}
