namespace Spaceforge.Rego;

/// <summary>Comparisons, and <c>in</c>.</summary>
static class ComparisonBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("eq", static (_, arguments) => RegoBoolean.Of(arguments[0].Equals(arguments[1])));
        table.Add("assign", static (_, arguments) => RegoBoolean.Of(arguments[0].Equals(arguments[1])));
        table.Add("equal", static (_, arguments) => RegoBoolean.Of(arguments[0].Equals(arguments[1])));
        table.Add("neq", static (_, arguments) => RegoBoolean.Of(!arguments[0].Equals(arguments[1])));
        table.Add("lt", static (_, arguments) => RegoBoolean.Of(arguments[0].CompareTo(arguments[1]) < 0));
        table.Add("lte", static (_, arguments) => RegoBoolean.Of(arguments[0].CompareTo(arguments[1]) <= 0));
        table.Add("gt", static (_, arguments) => RegoBoolean.Of(arguments[0].CompareTo(arguments[1]) > 0));
        table.Add("gte", static (_, arguments) => RegoBoolean.Of(arguments[0].CompareTo(arguments[1]) >= 0));
        table.Add("internal.member_2", Member);
        table.Add("internal.member_3", static (_, arguments) => RegoBoolean.Of(At(arguments[2], arguments[0]) is { } found &&
            found.Equals(arguments[1])));
    }

    static RegoBoolean Member(BuiltinContext context, RegoValue[] arguments)
    {
        if (arguments[1] is RegoSet set)
            return RegoBoolean.Of(set.Contains(arguments[0]));
        var items = arguments[1] switch
        {
            RegoArray array => array.Items,
            RegoObject members => members.Values,
            _ => [],
        };
        context.Spend(items.Length / 16);
        return RegoBoolean.Of(Array.Exists(items, arguments[0].Equals));
    }

    /// <summary>A collection's value at a key; for a set, the item itself.</summary>
    public static RegoValue? At(RegoValue collection, RegoValue key) => collection switch
    {
        RegoObject members => members[key],
        RegoArray array => key is RegoNumber number && number.TryGetInt64(out var index) && index >= 0 && index < array.Count
            ? array.Items[index]
            : null,
        RegoSet set => set.Contains(key) ? key : null,
        _ => null,
    };
}
