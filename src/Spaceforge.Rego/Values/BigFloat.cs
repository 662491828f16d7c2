using System.Globalization;
using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>A binary float with 64 bits of precision, rounded to even, which OPA uses for numbers that are not integers.</summary>
readonly struct BigFloat
{
    const int Precision = 64;

    // Beyond these, exact computations would take seconds.
    const int MostExponent = 20_000;

    BigFloat(BigInteger mantissa, int exponent)
    {
        Mantissa = mantissa;
        Exponent = exponent;
    }

    public BigInteger Mantissa { get; }

    public int Exponent { get; }

    public static BigFloat operator +(BigFloat left, BigFloat right)
    {
        if (left.Mantissa.IsZero) return right;
        if (right.Mantissa.IsZero) return left;
        if (left.Exponent < right.Exponent) (left, right) = (right, left);
        var shift = left.Exponent - right.Exponent;
        return shift > 4 * Precision ? left : Rounded((left.Mantissa << shift) + right.Mantissa, right.Exponent);
    }

    public static BigFloat operator -(BigFloat value) => new(-value.Mantissa, value.Exponent);

    public static BigFloat operator -(BigFloat left, BigFloat right) => left + -right;

    public static BigFloat operator *(BigFloat left, BigFloat right) =>
        Rounded(left.Mantissa * right.Mantissa, left.Exponent + right.Exponent);

    public static BigFloat operator /(BigFloat left, BigFloat right)
    {
        var shift = (2 * Precision) + 2 + (int)Bits(right.Mantissa);
        return Quotient(left.Mantissa << shift, right.Mantissa, left.Exponent - right.Exponent - shift);
    }

    /// <summary>Null if the exponent is out of range.</summary>
    public static BigFloat? From(RegoNumber number)
    {
        var (coefficient, exponent) = number.Parts;
        if (exponent is > MostExponent or < -MostExponent) return null;
        if (exponent >= 0) return Rounded(coefficient * BigInteger.Pow(10, exponent), 0);
        var divisor = BigInteger.Pow(10, -exponent);
        var shift = (2 * Precision) + (int)Bits(divisor);
        return Quotient(coefficient << shift, divisor, -shift);
    }

    /// <summary>The integer part, rounded towards zero.</summary>
    public BigInteger Truncated() => Exponent >= 0 ? Mantissa << Exponent : Mantissa.Sign * (BigInteger.Abs(Mantissa) >> -Exponent);

    /// <summary>The shortest decimal that rounds to this float; exact for integers.</summary>
    public RegoNumber ToNumber()
    {
        if (Mantissa.IsZero) return RegoNumber.Zero;
        if (Exponent >= 0) return RegoNumber.Of(Mantissa << Exponent);
        var ones = BigInteger.One << -Exponent;
        if ((Mantissa % ones).IsZero) return RegoNumber.Of(Mantissa / ones);

        // Tried with an increasing number of digits; 21 are always enough for 64 bits.
        var value = BigInteger.Abs(Mantissa);
        var magnitude = (int)Math.Floor(BigInteger.Log10(value) + (Exponent * Math.Log10(2)));
        for (var digits = 1; digits < 22; digits++)
        {
            var exponent = magnitude - digits + 1;
            var (numerator, denominator) = exponent >= 0
                ? (value, ones * BigInteger.Pow(10, exponent)) : (value * BigInteger.Pow(10, -exponent), ones);
            var tried = BigInteger.DivRem((numerator * 2) + denominator, denominator * 2, out _);
            var candidate = RegoNumber.FromParts(Mantissa.Sign * tried, exponent);
            if (From(candidate) is { } back && back.Equals(this)) return candidate;
        }

        return RegoNumber.Of((double)Mantissa * Math.Pow(2, Exponent));
    }

    public override string ToString() => ToNumber().Text.ToString(CultureInfo.InvariantCulture);

    bool Equals(BigFloat other) => (this - other).Mantissa.IsZero;

    static BigFloat Quotient(BigInteger dividend, BigInteger divisor, int exponent)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);

        // A sticky bit represents the bits that were cut off.
        return Rounded((quotient << 1) + (rest.IsZero ? 0 : rest.Sign * divisor.Sign), exponent - 1);
    }

    static BigFloat Rounded(BigInteger mantissa, int exponent)
    {
        var surplus = (int)Bits(mantissa) - Precision;
        if (surplus <= 0) return new(mantissa, exponent);
        var value = BigInteger.Abs(mantissa);
        var kept = value >> surplus;
        var cut = value - (kept << surplus);
        var half = BigInteger.One << (surplus - 1);
        if (cut > half || (cut == half && !kept.IsEven)) kept += 1;
        return new(mantissa.Sign * kept, exponent + surplus);
    }

    static long Bits(BigInteger value)
    {
        value = BigInteger.Abs(value);
        if (value.IsZero) return 0;
        var bytes = value.ToByteArray();
        var top = bytes.Length - 1;
        while (bytes[top] == 0) top--;
        var bits = (long)top * 8;
        for (var rest = (int)bytes[top]; rest > 0; rest >>= 1) bits++;
        return bits;
    }
}
