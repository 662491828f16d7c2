namespace Spaceforge.Rego;

/// <summary>object.*</summary>
static class ObjectBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("object.get", Get);
        table.Add("object.keys", static (context, arguments) =>
        {
            var members = Operands.Object(arguments, 0);
            context.Spend(members.Count / 8);
            return RegoSet.WrapSorted(members.Keys);
        });
        table.Add("object.remove", (context, arguments) => Select(context, arguments, keep: false));
        table.Add("object.filter", (context, arguments) => Select(context, arguments, keep: true));
        table.Add("object.union", static (context, arguments) =>
            Merge(context, Operands.Object(arguments, 0), Operands.Object(arguments, 1)));
        table.Add("object.union_n", UnionMany);
        table.Add("object.subset", Subset);
    }

    static RegoValue Get(BuiltinContext context, RegoValue[] arguments)
    {
        var members = Operands.Object(arguments, 0);
        if (arguments[1] is not RegoArray path)
            return members[arguments[1]] ?? arguments[2];
        RegoValue? at = members;
        foreach (var key in path.Items)
        {
            at = ComparisonBuiltins.At(at, key);
            if (at is null)
                return arguments[2];
        }

        return at;
    }

    static RegoObject Select(BuiltinContext context, RegoValue[] arguments, bool keep)
    {
        var members = Operands.Object(arguments, 0);
        var selected = arguments[1] switch
        {
            RegoSet set => set,
            RegoArray array => new RegoSet(array),
            RegoObject other => RegoSet.WrapSorted(other.Keys),
            var other => throw BuiltinException.Operand(2, other, "object", "set", "array"),
        };
        context.Spend(members.Count + selected.Count);
        context.Reserve(members.Count * 16L);
        return Where(members, key => selected.Contains(key) == keep);
    }

    static RegoObject Where(RegoObject members, Func<RegoValue, bool> keeps)
    {
        var keys = new List<RegoValue>(members.Count);
        var values = new List<RegoValue>(members.Count);
        for (var i = 0; i < members.Keys.Length; i++)
        {
            if (!keeps(members.Keys[i]))
                continue;
            keys.Add(members.Keys[i]);
            values.Add(members.Values[i]);
        }

        return RegoObject.WrapSorted([.. keys], [.. values]);
    }

    static RegoObject Merge(BuiltinContext context, RegoObject left, RegoObject right)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (right.Count == 0 || left.Count == 0)
            return right.Count == 0 ? left : right;
        context.Spend(left.Count + (long)right.Count);
        context.Reserve((left.Count + (long)right.Count) * 16);
        var merged = left.ToDictionary();
        foreach (var (key, value) in right)
        {
            merged[key] = value is RegoObject inner && merged.TryGetValue(key, out var old) && old is RegoObject outer
                ? Merge(context, outer, inner)
                : value;
        }

        return RegoObject.From(merged);
    }

    static RegoObject UnionMany(BuiltinContext context, RegoValue[] arguments)
    {
        var objects = Operands.Array(arguments, 0);
        var merged = RegoObject.Empty;
        var all = new Dictionary<RegoValue, RegoValue>();
        foreach (var item in objects.Items)
        {
            if (item is not RegoObject members)
                throw Operands.Item(1, objects, item, "object");
            context.Spend(members.Count);
            context.Reserve(members.Count * 48L);
            foreach (var (key, value) in members)
            {
                all[key] = value is RegoObject inner && all.TryGetValue(key, out var old) && old is RegoObject outer
                    ? Merge(context, outer, inner)
                    : value;
            }
        }

        return all.Count == 0 ? merged : RegoObject.From(all);
    }

    static RegoBoolean Subset(BuiltinContext context, RegoValue[] arguments) => RegoBoolean.Of((arguments[0], arguments[1]) switch
    {
        (RegoArray super, RegoSet sub) => ContainsAll(context, super, sub),
        var (super, sub) => IsSubset(context, super, sub) ??
            throw new BuiltinException("both arguments object.subset must be of the same type or array and set", typeError: true),
    });

    // Objects are compared by key and recursively, sets by item, arrays as a contiguous part.
    static bool? IsSubset(BuiltinContext context, RegoValue super, RegoValue sub)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (super, sub)
        {
            case (RegoObject a, RegoObject b):
                context.Spend(b.Count);
                foreach (var (key, value) in b)
                {
                    if (a[key] is not { } other || !(other.Equals(value) || IsSubset(context, other, value) == true))
                        return false;
                }

                return true;
            case (RegoSet a, RegoSet b):
                context.Spend(b.Count);
                return Array.TrueForAll(b.Items, a.Contains);
            case (RegoArray a, RegoArray b):
                return Contains(context, a, b);
            default:
                return null;
        }
    }

    static bool Contains(BuiltinContext context, RegoArray array, RegoArray part)
    {
        for (var start = 0; start + part.Count <= array.Count; start++)
        {
            var length = 0;
            while (length < part.Count && array.Items[start + length].Equals(part.Items[length]))
                length++;
            context.Spend(1 + length);
            if (length == part.Count)
                return true;
        }

        return false;
    }

    static bool ContainsAll(BuiltinContext context, RegoArray array, RegoSet part)
    {
        context.Spend(array.Count);
        var found = new HashSet<RegoValue>();
        foreach (var item in array.Items)
        {
            if (part.Contains(item))
                found.Add(item);
        }

        return found.Count == part.Count;
    }
}
