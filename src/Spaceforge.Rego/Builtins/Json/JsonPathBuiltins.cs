using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>json.filter and json.remove: keep or remove the values at given paths.</summary>
static class JsonPathBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("json.filter", static (context, arguments) =>
        {
            var members = Operands.Object(arguments, 0);
            return Filter(context, members, JsonPaths.Tree.Of(context, arguments))!;
        });
        table.Add("json.remove", static (context, arguments) =>
        {
            var members = Operands.Object(arguments, 0);
            return Remove(context, members, JsonPaths.Tree.Of(context, arguments))!;
        });
    }

    static void Take(BuiltinContext context, int count)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        context.Spend(1 + count);
        context.Reserve(count * 16L);
    }

    // Null: nothing is kept.
    static RegoValue? Filter(BuiltinContext context, RegoValue value, JsonPaths.Tree tree)
    {
        if (tree.IsLeaf)
            return value;
        switch (value)
        {
            case RegoObject members:
                Take(context, members.Count);
                var kept = new Dictionary<RegoValue, RegoValue>();
                foreach (var (key, child) in tree.Children)
                {
                    if (members[key] is { } found && Filter(context, found, child) is { } filtered)
                        kept[key] = filtered;
                }

                return RegoObject.From(kept);
            case RegoArray array:
                Take(context, array.Count);
                var items = new List<RegoValue>();
                for (var i = 0; i < array.Count; i++)
                {
                    if (Child(tree, i) is { } child && Filter(context, array.Items[i], child) is { } filtered)
                        items.Add(filtered);
                }

                return RegoArray.Wrap([.. items]);
            case RegoSet set:
                Take(context, set.Count);
                var all = new HashSet<RegoValue>();
                foreach (var item in set.Items)
                {
                    if (tree.Children.TryGetValue(item, out var child) && Filter(context, item, child) is { } filtered)
                        all.Add(filtered);
                }

                return RegoSet.Wrap(all);
            default:
                // A path below a scalar matches nothing, and the scalar is kept.
                return value;
        }
    }

    // An index is a string of digits: as in OPA, a number in an array of keys selects nothing.
    static JsonPaths.Tree? Child(JsonPaths.Tree tree, int index) =>
        tree.Children.GetValueOrDefault(new RegoString(index.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    static RegoValue? Remove(BuiltinContext context, RegoValue value, JsonPaths.Tree? tree)
    {
        if (tree is null)
            return value;
        if (tree.IsLeaf)
            return null;
        switch (value)
        {
            case RegoObject members:
                Take(context, members.Count);
                var kept = new Dictionary<RegoValue, RegoValue>();
                foreach (var (key, member) in members)
                {
                    if (Remove(context, member, tree.Children.GetValueOrDefault(key)) is { } rest)
                        kept[key] = rest;
                }

                return RegoObject.From(kept);
            case RegoArray array:
                Take(context, array.Count);
                var items = new List<RegoValue>();
                for (var i = 0; i < array.Count; i++)
                {
                    if (Remove(context, array.Items[i], Child(tree, i)) is { } rest)
                        items.Add(rest);
                }

                return RegoArray.Wrap([.. items]);
            case RegoSet set:
                Take(context, set.Count);
                var all = new HashSet<RegoValue>();
                foreach (var item in set.Items)
                {
                    if (Remove(context, item, tree.Children.GetValueOrDefault(item)) is { } rest)
                        all.Add(rest);
                }

                return RegoSet.Wrap(all);
            default:
                return value;
        }
    }
}
