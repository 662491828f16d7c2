using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>Converts arguments to the types that built-ins need; positions in errors start at one.</summary>
static class Operands
{
    /// <summary>Larger integers are useless in a policy, and computing with them takes seconds.</summary>
    public const int MostBits = 1 << 20;

    public static string Text(RegoValue[] arguments, int index) =>
        arguments[index] is RegoString text ? text.Value : throw BuiltinException.Operand(index + 1, arguments[index], "string");

    public static RegoNumber Number(RegoValue[] arguments, int index) =>
        arguments[index] as RegoNumber ?? throw BuiltinException.Operand(index + 1, arguments[index], "number");

    public static RegoArray Array(RegoValue[] arguments, int index) =>
        arguments[index] as RegoArray ?? throw BuiltinException.Operand(index + 1, arguments[index], "array");

    public static RegoSet Set(RegoValue[] arguments, int index) =>
        arguments[index] as RegoSet ?? throw BuiltinException.Operand(index + 1, arguments[index], "set");

    public static RegoObject Object(RegoValue[] arguments, int index) =>
        arguments[index] as RegoObject ?? throw BuiltinException.Operand(index + 1, arguments[index], "object");

    /// <summary>A 64-bit integer that is written as one: 2.0 is not.</summary>
    public static long Integer(RegoValue[] arguments, int index) =>
        IsPlainInteger(Number(arguments, index), out var value) ? value : throw NoInteger(index + 1);

    /// <summary>An integer of any size, in any notation.</summary>
    public static BigInteger BigInteger(RegoValue[] arguments, int index)
    {
        if (arguments[index] is not RegoNumber number)
            throw BuiltinException.Operand(index + 1, arguments[index], "integer");
        return number.TryGetInteger(out var value) ? value : throw NoInteger(index + 1);
    }

    public static BuiltinException NoInteger(int position) => Wrong(position, "must be integer number but got floating-point number");

    public static BuiltinException Wrong(int position, string what) => new($"operand {position} {what}", typeError: true);

    /// <summary>An item of a list or a set has the wrong type.</summary>
    public static BuiltinException Item(int position, RegoValue list, RegoValue got, string expected)
    {
        var kind = BuiltinException.Name(list);
        return Wrong(position, $"must be {kind} of {expected}s but got {kind} containing {BuiltinException.Name(got)}");
    }

    public static bool IsPlainInteger(RegoNumber number, out long value) =>
        number.TryGetInt64(out value) && number.Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    /// <summary>The items of an array or a set in order; null for anything else.</summary>
    public static RegoValue[]? Items(RegoValue value) => value switch
    {
        RegoArray array => array.Items,
        RegoSet set => set.Items,
        _ => null,
    };

    /// <summary>A list of strings, given as an array or a set.</summary>
    public static string[] Texts(RegoValue[] arguments, int index)
    {
        var items = Items(arguments[index]) ?? throw BuiltinException.Operand(index + 1, arguments[index], "set", "array");
        var texts = new string[items.Length];
        for (var i = 0; i < items.Length; i++)
            texts[i] = items[i] is RegoString text ? text.Value : throw Item(index + 1, arguments[index], items[i], "string");
        return texts;
    }

    public static RegoString Of(string text) => text.Length == 0 ? RegoString.Empty : new(text);

    public static RegoArray Of(IEnumerable<string> texts) => RegoArray.Wrap([.. texts.Select(Of)]);

    /// <summary>An integer computed by a built-in, unless it exceeds the size limit.</summary>
    public static RegoNumber Of(BuiltinContext context, BigInteger value)
    {
        var bits = value.GetBitLength();
        if (bits > 64)
            context.Reserve(bits / 8);
        return bits > MostBits ? throw TooLarge() : RegoNumber.Of(value);
    }

    public static BuiltinException TooLarge() => new("the number is too large") { AlwaysFails = true };
}
