using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>+, -, *, /, % and rounding; - is also set difference.</summary>
static class ArithmeticBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("plus", (context, arguments) => Compute(
            context, arguments, static (a, b) => a + b, static (a, b) => a + b, static (a, b) => a + b));
        table.Add("minus", Minus);
        table.Add("mul", (context, arguments) => Compute(
            context, arguments, static (a, b) => a * b, Product, static (a, b) => a * b));
        table.Add("div", Divide);
        table.Add("rem", Remainder);
        table.Add("abs", (_, arguments) => Absolute(Operands.Number(arguments, 0)));
        table.Add("round", (_, arguments) => Rounded(Operands.Number(arguments, 0), static (whole, rest, scale) =>
            BigInteger.Abs(rest) * 2 >= scale ? whole + rest.Sign : whole));
        table.Add("ceil", (_, arguments) => Rounded(
            Operands.Number(arguments, 0), static (whole, rest, _) => rest.Sign > 0 ? whole + 1 : whole));
        table.Add("floor", (_, arguments) => Rounded(
            Operands.Number(arguments, 0), static (whole, rest, _) => rest.Sign < 0 ? whole - 1 : whole));
    }

    public static BigInteger Product(BigInteger left, BigInteger right) =>
        left.GetBitLength() + right.GetBitLength() > Operands.MostBits + 64 ? throw Operands.TooLarge() : left * right;

    public static BigFloat Float(RegoNumber number) => BigFloat.From(number) ?? throw Operands.TooLarge();

    static RegoNumber Compute(
        BuiltinContext context,
        RegoValue[] arguments,
        Func<long, long, long> small,
        Func<BigInteger, BigInteger, BigInteger> exact,
        Func<BigFloat, BigFloat, BigFloat> rounded)
    {
        var (left, right) = (Operands.Number(arguments, 0), Operands.Number(arguments, 1));
        if (left.TryGetInt64(out var x) && right.TryGetInt64(out var y) && x is >= int.MinValue and <= int.MaxValue &&
            y is >= int.MinValue and <= int.MaxValue)
            return RegoNumber.Of(small(x, y));
        return left.TryGetInteger(out var a) && right.TryGetInteger(out var b)
            ? Operands.Of(context, exact(a, b))
            : rounded(Float(left), Float(right)).ToNumber();
    }

    static RegoValue? Minus(BuiltinContext context, RegoValue[] arguments)
    {
        switch (arguments[0], arguments[1])
        {
            case (RegoNumber, RegoNumber):
                return Compute(context, arguments, static (x, y) => x - y, static (x, y) => x - y, static (x, y) => x - y);
            case (RegoSet left, RegoSet right):
                return SetBuiltins.Difference(context, left, right);
            case (RegoNumber, _):
                throw BuiltinException.Operand(2, arguments[1], "number");
            case (RegoSet, RegoNumber):
                throw BuiltinException.Operand(2, arguments[1], "set");
            case (RegoSet, _):
                throw BuiltinException.Operand(2, arguments[1], "number");
            default:
                throw BuiltinException.Operand(1, arguments[0], "number", "set");
        }
    }

    static RegoNumber Divide(BuiltinContext context, RegoValue[] arguments)
    {
        var (left, right) = (Operands.Number(arguments, 0), Operands.Number(arguments, 1));
        if (right.Sign == 0)
            throw new BuiltinException("divide by zero");
        if (left.TryGetInteger(out var a) && right.TryGetInteger(out var b))
        {
            var quotient = BigInteger.DivRem(a, b, out var rest);
            if (rest.IsZero)
                return Operands.Of(context, quotient);
        }

        return (Float(left) / Float(right)).ToNumber();
    }

    static RegoNumber Remainder(BuiltinContext context, RegoValue[] arguments)
    {
        var (left, right) = (Operands.Number(arguments, 0), Operands.Number(arguments, 1));
        if (!left.TryGetInteger(out var a) || !right.TryGetInteger(out var b))
            throw new BuiltinException("modulo on floating-point number");
        return b.IsZero ? throw new BuiltinException("modulo by zero") : Operands.Of(context, a % b);
    }

    static RegoNumber Absolute(RegoNumber number)
    {
        var (coefficient, exponent) = number.Parts;
        return coefficient.Sign < 0 ? RegoNumber.FromParts(-coefficient, exponent) : number;
    }

    /// <summary>Rounds to an integer, given the integer part, the remainder, and the value of one in units of the remainder.</summary>
    static RegoNumber Rounded(RegoNumber number, Func<BigInteger, BigInteger, BigInteger, BigInteger> round)
    {
        if (number.TryGetInteger(out var integer))
            return RegoNumber.Of(integer);
        var (coefficient, exponent) = number.Parts;
        if (exponent >= 0)
            return number;

        // If all digits are far behind the decimal point, only the sign matters.
        if (-(long)exponent > RegoNumber.MostDigits + coefficient.GetBitLength())
            (coefficient, exponent) = (coefficient.Sign, -2);
        var scale = BigInteger.Pow(10, -exponent);
        var whole = BigInteger.DivRem(coefficient, scale, out var rest);
        return RegoNumber.Of(round(whole, rest, scale));
    }
}
