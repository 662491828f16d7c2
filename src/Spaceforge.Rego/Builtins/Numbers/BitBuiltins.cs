using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>Bitwise operations on integers; negative ones are sign-extended as needed.</summary>
static class BitBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("bits.or", (context, arguments) => Binary(context, arguments, static (a, b) => a | b));
        table.Add("bits.and", (context, arguments) => Binary(context, arguments, static (a, b) => a & b));
        table.Add("bits.xor", (context, arguments) => Binary(context, arguments, static (a, b) => a ^ b));
        table.Add("bits.negate", (context, arguments) => Operands.Of(context, -Operands.BigInteger(arguments, 0) - 1));
        table.Add("bits.lsh", (context, arguments) => Shift(context, arguments, left: true));
        table.Add("bits.rsh", (context, arguments) => Shift(context, arguments, left: false));
    }

    static RegoNumber Binary(BuiltinContext context, RegoValue[] arguments, Func<BigInteger, BigInteger, BigInteger> combine) =>
        Operands.Of(context, combine(Operands.BigInteger(arguments, 0), Operands.BigInteger(arguments, 1)));

    static RegoNumber Shift(BuiltinContext context, RegoValue[] arguments, bool left)
    {
        var value = Operands.BigInteger(arguments, 0);
        var by = Operands.BigInteger(arguments, 1);
        if (by.Sign < 0)
            throw Operands.Wrong(2, "must be an unsigned integer number but got a negative integer");
        if (left && !value.IsZero && by + value.GetBitLength() > Operands.MostBits)
            throw Operands.TooLarge();
        var bits = (int)BigInteger.Min(by, 2 * Operands.MostBits);
        return Operands.Of(context, left ? value << bits : value >> bits);
    }
}
