namespace Spaceforge.Rego;

/// <summary>array.*</summary>
static class ArrayBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("array.concat", Concat);
        table.Add("array.slice", Slice);
        table.Add("array.reverse", Reverse);
        table.Add("array.flatten", Flatten);
    }

    static RegoArray Concat(BuiltinContext context, RegoValue[] arguments)
    {
        var (left, right) = (Operands.Array(arguments, 0), Operands.Array(arguments, 1));
        Take(context, left.Count + (long)right.Count);
        return RegoArray.Wrap([.. left.Items, .. right.Items]);
    }

    static void Take(BuiltinContext context, long items)
    {
        context.Spend(items);
        context.Reserve(items * 8);
    }

    static RegoArray Slice(BuiltinContext context, RegoValue[] arguments)
    {
        var array = Operands.Array(arguments, 0);
        var (start, stop) = (Operands.Integer(arguments, 1), Operands.Integer(arguments, 2));
        stop = Math.Clamp(stop, 0, array.Count);
        start = Math.Clamp(start, 0, stop);
        Take(context, stop - start);
        return RegoArray.Wrap(array.Items[(int)start..(int)stop]);
    }

    static RegoArray Reverse(BuiltinContext context, RegoValue[] arguments)
    {
        var array = Operands.Array(arguments, 0);
        Take(context, array.Count);
        RegoValue[] items = [.. array.Items];
        Array.Reverse(items);
        return RegoArray.Wrap(items);
    }

    // One level only.
    static RegoArray Flatten(BuiltinContext context, RegoValue[] arguments)
    {
        var array = Operands.Array(arguments, 0);
        Take(context, array.Items.Sum(item => item is RegoArray inner ? (long)inner.Count : 1));
        var items = new List<RegoValue>(array.Count);
        foreach (var item in array.Items)
        {
            if (item is RegoArray inner)
                items.AddRange(inner.Items);
            else
                items.Add(item);
        }

        return RegoArray.Wrap([.. items]);
    }
}
