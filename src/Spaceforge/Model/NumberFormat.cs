using System.Globalization;
using System.Numerics;

namespace Spaceforge.Model;

/// <summary>How numbers of a type are parsed from the installer's input, and formatted as a default.</summary>
/// <param name="Read">Parses a text; returns null if it is not a number of this type.</param>
/// <param name="Show">Formats the number for the manifest.</param>
/// <param name="Expected">A description of valid values.</param>
sealed record NumberFormat(Func<string, object?> Read, Func<object, ParameterValue> Show, string Expected)
{
    // Only the asked format is made: the runtime compiles each just in time, before every hook.
    public static NumberFormat? Of(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => Whole<sbyte>(),
        TypeCode.Byte => Whole<byte>(),
        TypeCode.Int16 => Whole<short>(),
        TypeCode.UInt16 => Whole<ushort>(),
        TypeCode.Int32 => Whole<int>(),
        TypeCode.UInt32 => Whole<uint>(),
        TypeCode.Int64 => Whole<long>(),
        TypeCode.UInt64 => Whole<ulong>(),
        // Converted through text, because 0.1f is not 0.1 as a double.
        TypeCode.Single => Decimal<float>(
            value => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        TypeCode.Double => Decimal<double>(value => value),
        TypeCode.Decimal => Decimal<decimal>(value => value),
        _ => null,
    };

    static NumberFormat Whole<T>()
        where T : struct, INumber<T>, IMinMaxValue<T> =>
        new(Parse<T>, value => decimal.CreateChecked((T)value), string.Create(
            CultureInfo.InvariantCulture, $"an integer from {T.MinValue} to {T.MaxValue}"));

    static NumberFormat Decimal<T>(Func<T, ParameterValue> show)
        where T : struct, INumber<T> => new(Parse<T>, value => show((T)value), "a number, with a decimal point");

    // The platform keeps a number as it was typed: 30 may arrive as 30.0 or 3e1.
    static object? Parse<T>(string text)
        where T : struct, INumber<T> =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && T.IsFinite(value) ? value : null;
}
