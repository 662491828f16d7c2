using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>Ranges and random numbers.</summary>
static class NumberBuiltins
{
    const int PerItem = 40;

    public static void Register(BuiltinTable table)
    {
        table.Add("numbers.range", (context, arguments) => Range(context, arguments, BigInteger.One));
        table.Add("numbers.range_step", RangeStep);
        table.Add("rand.intn", RandomInteger);
    }

    static RegoValue RangeStep(BuiltinContext context, RegoValue[] arguments)
    {
        Operands.BigInteger(arguments, 0);
        Operands.BigInteger(arguments, 1);
        var step = Operands.BigInteger(arguments, 2);
        return step.Sign > 0
            ? Range(context, arguments, step)
            : throw new BuiltinException("step must be a positive integer");
    }

    static RegoArray Range(BuiltinContext context, RegoValue[] arguments, BigInteger step)
    {
        var (from, to) = (Operands.BigInteger(arguments, 0), Operands.BigInteger(arguments, 1));
        var count = BigInteger.Abs(to - from) / step + 1;
        if (count > Array.MaxLength)
            throw Operands.TooLarge();
        context.Reserve((long)count * PerItem);
        var numbers = new RegoValue[(int)count];
        if (to < from)
            step = -step;
        for (var i = 0; i < numbers.Length; i++, from += step)
        {
            if (i % 1024 == 0)
                context.Spend(1024);
            numbers[i] = RegoNumber.Of(from);
        }

        return RegoArray.Wrap(numbers);
    }

    // The same result for the same arguments throughout an evaluation.
    static RegoValue? RandomInteger(BuiltinContext context, RegoValue[] arguments)
    {
        var seed = Operands.Text(arguments, 0);
        var bound = Operands.Integer(arguments, 1);
        if (context.Provided("rand.intn") is not { } provided)
            throw new BuiltinException("not allowed by the caller") { AlwaysFails = true };
        var key = ("rand.intn", seed, bound);
        if (context.Cache.TryGetValue(key, out var known))
            return known as RegoValue;
        var value = provided(arguments);
        if (value is not null)
            context.Cache[key] = value;
        return value;
    }
}
