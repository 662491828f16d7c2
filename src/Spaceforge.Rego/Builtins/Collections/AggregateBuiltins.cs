using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>Aggregates: count, sum, product, min, max and sort, and v0's any and all.</summary>
static class AggregateBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("count", Count);
        table.Add("sum", (context, arguments) => Fold(
            context, arguments, BigInteger.Zero, static (a, b) => a + b, static (a, b) => a + b));
        table.Add("product", (context, arguments) => Fold(
            context, arguments, BigInteger.One, ArithmeticBuiltins.Product, static (a, b) => a * b));
        table.Add("max", (context, arguments) => Best(context, arguments, 1));
        table.Add("min", (context, arguments) => Best(context, arguments, -1));
        table.Add("sort", Sort);
        table.Add("any", (context, arguments) => RegoBoolean.Of(Array.Exists(Checked(context, arguments), IsTrue)));
        table.Add("all", (context, arguments) => RegoBoolean.Of(Array.TrueForAll(Checked(context, arguments), IsTrue)));
    }

    static RegoNumber Count(BuiltinContext context, RegoValue[] arguments) => arguments[0] switch
    {
        RegoArray array => RegoNumber.Of(array.Count),
        RegoSet set => RegoNumber.Of(set.Count),
        RegoObject members => RegoNumber.Of(members.Count),
        RegoString text => RegoNumber.Of(TextRunes.Count(text.Value)),
        var other => throw BuiltinException.Operand(1, other, "array", "object", "set", "string"),
    };

    static RegoValue[] Items(BuiltinContext context, RegoValue[] arguments)
    {
        var items = Operands.Items(arguments[0]) ?? throw BuiltinException.Operand(1, arguments[0], "set", "array");
        context.Spend(items.Length);
        return items;
    }

    static RegoValue[] Checked(BuiltinContext context, RegoValue[] arguments)
    {
        if (Operands.Items(arguments[0]) is null)
            throw BuiltinException.Operand(1, arguments[0], "array", "set");
        return Items(context, arguments);
    }

    static bool IsTrue(RegoValue value) => value is RegoBoolean { Value: true };

    // Exact as long as all are integers.
    static RegoNumber Fold(
        BuiltinContext context,
        RegoValue[] arguments,
        BigInteger start,
        Func<BigInteger, BigInteger, BigInteger> exact,
        Func<BigFloat, BigFloat, BigFloat> rounded)
    {
        var items = Items(context, arguments);
        var total = start;
        var whole = true;
        foreach (var item in items)
        {
            if (item is not RegoNumber number)
                throw Operands.Item(1, arguments[0], item, "number");
            if (whole && (whole = number.TryGetInteger(out var integer)))
                total = exact(total, integer);
        }

        if (whole)
            return Operands.Of(context, total);
        var sum = ArithmeticBuiltins.Float(RegoNumber.Of(start));
        foreach (var item in items)
            sum = rounded(sum, ArithmeticBuiltins.Float((RegoNumber)item));
        return sum.ToNumber();
    }

    static RegoValue? Best(BuiltinContext context, RegoValue[] arguments, int sign)
    {
        RegoValue? best = null;
        foreach (var item in Items(context, arguments))
        {
            if (best is null || Math.Sign(item.CompareTo(best)) == sign)
                best = item;
        }

        return best;
    }

    static RegoArray Sort(BuiltinContext context, RegoValue[] arguments)
    {
        var items = Items(context, arguments);
        context.Reserve(items.Length * 8L);
        RegoValue[] sorted = [.. items];
        if (arguments[0] is RegoArray)
            Array.Sort(sorted);
        return RegoArray.Wrap(sorted);
    }
}
