using System.Globalization;
using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>A number. Integers of any size are exact; others keep their decimal notation, and arithmetic on them has 64 bits.</summary>
public sealed class RegoNumber : RegoValue
{
    // Larger integers are kept as digits and an exponent: 1e999999999 must not take a gigabyte.
    internal const int MostDigits = 4096;
    static readonly RegoNumber[] Few = [.. Enumerable.Range(-16, 1041).Select(n => new RegoNumber(n))];

    // Each value has exactly one form: long, or else big, or else the decimal big * 10^exponent without trailing zeros.
    readonly long small;
    readonly BigInteger big;
    readonly int exponent;
    readonly Form form;
    readonly string? text;

    RegoNumber(long value) => small = value;

    RegoNumber(BigInteger value, int exponent, Form form, string? text)
    {
        big = value;
        this.exponent = exponent;
        this.form = form;
        this.text = text;
    }

    RegoNumber(long value, string text)
    {
        small = value;
        this.text = text;
    }

    enum Form : byte
    {
        Small,
        Big,
        Decimal,
    }

    /// <summary>The number 0.</summary>
    public static RegoNumber Zero { get; } = Of(0);

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Number;

    /// <summary>Whether it has no fraction; 1.0 is an integer.</summary>
    public bool IsInteger => form != Form.Decimal || exponent >= 0;

    /// <summary>Creates a number from an integer.</summary>
    public static RegoNumber Of(long value) => value is >= -16 and < 1025 ? Few[value + 16] : new(value);

    /// <summary>Creates a number from an integer of any size.</summary>
    public static RegoNumber Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : new(value, 0, Form.Big, null);

    /// <summary>Creates a number from a double, using its shortest text; NaN and infinities are rejected.</summary>
    public static RegoNumber Of(double value) =>
        TryParse(value.ToString("R", CultureInfo.InvariantCulture), out var number)
            ? number!
            : throw new ArgumentOutOfRangeException(nameof(value), value, "must be finite");

    /// <summary>Parses a number in JSON's syntax; returns null if it is not valid.</summary>
    public static bool TryParse(string text, out RegoNumber? number)
    {
        number = NumberText.Parse(text);
        return number is not null;
    }

    /// <summary>Gets the value if it is a 64-bit integer.</summary>
    public bool TryGetInt64(out long value)
    {
        value = small;
        return form == Form.Small;
    }

    /// <summary>Gets the value if it is an integer of a reasonable size (4,096 digits).</summary>
    public bool TryGetInteger(out BigInteger value)
    {
        value = form == Form.Small ? small : big;
        return form != Form.Decimal;
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => form switch
    {
        Form.Small => small,
        Form.Big => (double)big,
        _ => double.Parse(Digits, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>The text: as written if it has a fraction or exponent, otherwise the digits.</summary>
    public string Text => text ?? form switch
    {
        Form.Small => small.ToString(CultureInfo.InvariantCulture),
        Form.Big => big.ToString(CultureInfo.InvariantCulture),
        _ => NumberText.Shown(big, exponent),
    };

    /// <inheritdoc/>
    public override int GetHashCode() => form == Form.Small
        ? unchecked((int)(small * 0x9E3779B1) ^ (int)(small >> 32)) : unchecked((big.GetHashCode() * 31) + exponent);

    /// <summary>The sign: -1, 0 or 1.</summary>
    public int Sign => form == Form.Small ? Math.Sign(small) : big.Sign;

    /// <summary>coefficient * 10^exponent, exactly.</summary>
    internal (BigInteger Coefficient, int Exponent) Parts => form == Form.Small ? (small, 0) : (big, exponent);

    internal static RegoNumber FromParts(BigInteger coefficient, int exponent, string? text = null)
    {
        if (coefficient.IsZero) return text is null ? Zero : new(0, text);
        while (exponent < 0)
        {
            var quotient = BigInteger.DivRem(coefficient, 10, out var rest);
            if (!rest.IsZero) break;
            (coefficient, exponent) = (quotient, exponent + 1);
        }

        if (exponent > 0 && exponent <= MostDigits) (coefficient, exponent) = (coefficient * BigInteger.Pow(10, exponent), 0);
        if (exponent > 0)
        {
            while (BigInteger.DivRem(coefficient, 10, out var rest) is var quotient && rest.IsZero)
            {
                (coefficient, exponent) = (quotient, exponent + 1);
            }
        }

        if (exponent != 0) return new(coefficient, exponent, Form.Decimal, text);
        if (coefficient < long.MinValue || coefficient > long.MaxValue) return new(coefficient, 0, Form.Big, text);
        return text is null ? Of((long)coefficient) : new((long)coefficient, text);
    }

    string Digits => big.ToString(CultureInfo.InvariantCulture) + "e" + exponent.ToString(CultureInfo.InvariantCulture);

    private protected override int CompareSame(RegoValue other)
    {
        var right = (RegoNumber)other;
        if (form == Form.Small && right.form == Form.Small) return small.CompareTo(right.small);
        var (a, b) = (Parts, right.Parts);
        if (a.Coefficient.Sign != b.Coefficient.Sign) return a.Coefficient.Sign - b.Coefficient.Sign;
        if (a.Exponent == b.Exponent) return a.Coefficient.CompareTo(b.Coefficient);

        // If the magnitudes differ, they decide, so that exponents are never expanded.
        var sign = a.Coefficient.Sign;
        var magnitudes = (Magnitude(a), Magnitude(b));
        if (Math.Abs(magnitudes.Item1 - magnitudes.Item2) > 2) return magnitudes.Item1 > magnitudes.Item2 ? sign : -sign;
        return a.Exponent > b.Exponent
            ? (a.Coefficient * BigInteger.Pow(10, a.Exponent - b.Exponent)).CompareTo(b.Coefficient)
            : a.Coefficient.CompareTo(b.Coefficient * BigInteger.Pow(10, b.Exponent - a.Exponent));

        static double Magnitude((BigInteger Coefficient, int Exponent) parts) =>
            BigInteger.Log10(BigInteger.Abs(parts.Coefficient)) + parts.Exponent;
    }

    private protected override bool EqualsSame(RegoValue other)
    {
        var right = (RegoNumber)other;
        return form == right.form && small == right.small && exponent == right.exponent && big.Equals(right.big);
    }
}
