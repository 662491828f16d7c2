namespace Spaceforge.Rego;

/// <summary>&amp;, | and - on sets, and the same on a set of sets.</summary>
static class SetBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("and", (context, arguments) => Intersect(context, Operands.Set(arguments, 0), Operands.Set(arguments, 1)));
        table.Add("or", (context, arguments) => Unite(context, [Operands.Set(arguments, 0), Operands.Set(arguments, 1)]));
        table.Add("set_diff", (context, arguments) => Difference(context, Operands.Set(arguments, 0), Operands.Set(arguments, 1)));
        table.Add("intersection", Intersection);
        table.Add("union", (context, arguments) => Unite(context, Sets(arguments)));
    }

    public static RegoSet Difference(BuiltinContext context, RegoSet left, RegoSet right)
    {
        context.Spend(left.Count);
        context.Reserve(left.Count * 8L);
        return RegoSet.WrapSorted(Array.FindAll(left.Items, item => !right.Contains(item)));
    }

    static RegoSet Intersect(BuiltinContext context, RegoSet left, RegoSet right)
    {
        var (few, many) = left.Count <= right.Count ? (left, right) : (right, left);
        context.Spend(few.Count);
        context.Reserve(few.Count * 8L);
        return RegoSet.WrapSorted(Array.FindAll(few.Items, many.Contains));
    }

    static RegoSet Unite(BuiltinContext context, RegoSet[] sets)
    {
        var all = new HashSet<RegoValue>();
        foreach (var set in sets)
        {
            context.Spend(set.Count);
            context.Reserve(set.Count * 32L);
            all.UnionWith(set.Items);
        }

        return RegoSet.Wrap(all);
    }

    static RegoSet[] Sets(RegoValue[] arguments)
    {
        var sets = Operands.Set(arguments, 0);
        return [.. sets.Items.Select(item => item as RegoSet ?? throw Operands.Item(1, sets, item, "set"))];
    }

    static RegoSet Intersection(BuiltinContext context, RegoValue[] arguments)
    {
        var sets = Sets(arguments);
        return sets.Length == 0 ? RegoSet.Empty : sets.Aggregate((left, right) => Intersect(context, left, right));
    }
}
