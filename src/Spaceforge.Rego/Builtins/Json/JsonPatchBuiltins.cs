using System.Globalization;

namespace Spaceforge.Rego;

/// <summary>json.patch: RFC 6902, extended to sets, whose items are their own keys. An inapplicable patch is undefined.</summary>
static class JsonPatchBuiltins
{
    public static void Register(BuiltinTable table) => table.Add("json.patch", Patch);

    static RegoValue? Patch(BuiltinContext context, RegoValue[] arguments)
    {
        RegoValue? document = arguments[0];
        foreach (var item in Operands.Array(arguments, 1).Items)
        {
            if (item is not RegoObject patch || Apply(context, document, patch) is not { } patched)
                return null;
            document = patched;
        }

        return document;
    }

    static RegoValue? Apply(BuiltinContext context, RegoValue document, RegoObject patch)
    {
        if (patch["op"] is not RegoString { Value: var operation } || Path(patch["path"]) is not { } path)
            return null;
        switch (operation)
        {
            case "add":
                return patch["value"] is { } added ? Insert(context, document, path, 0, added) : null;
            case "remove":
                return Delete(context, document, path, 0);
            case "replace":
                return patch["value"] is { } value ? Replace(context, document, path, value) : null;
            case "move":
                return Path(patch["from"]) is { } from && Find(document, from) is { } moved &&
                    Delete(context, document, from, 0) is { } rest
                    ? Insert(context, rest, path, 0, moved)
                    : null;
            case "copy":
                return Path(patch["from"]) is { } source && Find(document, source) is { } copied
                    ? Insert(context, document, path, 0, copied)
                    : null;
            case "test":
                return patch["value"] is { } expected && Find(document, path) is { } found && found.Equals(expected) ? document : null;
            default:
                return null;
        }
    }

    static RegoValue[]? Path(RegoValue? path) => path is RegoString or RegoArray ? JsonPaths.Parse(path) : null;

    static RegoValue? Replace(BuiltinContext context, RegoValue document, RegoValue[] path, RegoValue value) =>
        path.Length == 0 ? value : Delete(context, document, path, 0) is { } rest ? Insert(context, rest, path, 0, value) : null;

    static RegoValue? Find(RegoValue document, RegoValue[] path)
    {
        RegoValue? at = document;
        foreach (var key in path)
        {
            at = at is RegoArray array ? Index(key, array.Count) is { } i && i < array.Count ? array.Items[i] : null
                : ComparisonBuiltins.At(at, key);
            if (at is null)
                return null;
        }

        return at;
    }

    // A number, or its digits without leading zeros; - is the end.
    static int? Index(RegoValue key, int length)
    {
        switch (key)
        {
            case RegoNumber number:
                return number.TryGetInt64(out var value) && value >= 0 && value <= length ? (int)value : null;
            case RegoString { Value: "-" }:
                return length;
            case RegoString { Value: var text }:
                return text.Length > 0 && (text == "0" || text[0] != '0') &&
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed <= length
                    ? parsed
                    : null;
            default:
                return null;
        }
    }

    static RegoValue? Insert(BuiltinContext context, RegoValue? target, RegoValue[] path, int depth, RegoValue value)
    {
        if (depth == path.Length)
            return value;
        var key = path[depth];
        var last = depth == path.Length - 1;
        switch (target)
        {
            case RegoArray array:
                if (Index(key, array.Count) is not { } index || (!last && index == array.Count))
                    return null;
                if (!last)
                    return Changed(context, array, index, Insert(context, array.Items[index], path, depth + 1, value));
                Take(context, array.Count);
                return RegoArray.Wrap([.. array.Items[..index], value, .. array.Items[index..]]);
            case RegoObject members:
                var inner = last ? value : members[key] is { } old ? Insert(context, old, path, depth + 1, value) : null;
                return inner is null ? null : With(context, members, key, inner);
            case RegoSet set:
                if (last)
                    return key.Equals(value) ? With(context, set, null, value) : null;
                return set.Contains(key) && Insert(context, key, path, depth + 1, value) is { } changed
                    ? With(context, set, key, changed)
                    : null;
            default:
                return null;
        }
    }

    static RegoValue? Delete(BuiltinContext context, RegoValue target, RegoValue[] path, int depth)
    {
        if (depth == path.Length)
            return null;
        var key = path[depth];
        var last = depth == path.Length - 1;
        switch (target)
        {
            case RegoArray array:
                if (Index(key, array.Count) is not { } index || index == array.Count)
                    return null;
                if (!last)
                    return Changed(context, array, index, Delete(context, array.Items[index], path, depth + 1));
                Take(context, array.Count);
                return RegoArray.Wrap([.. array.Items[..index], .. array.Items[(index + 1)..]]);
            case RegoObject members:
                if (members[key] is not { } member)
                    return null;
                if (!last)
                    return Delete(context, member, path, depth + 1) is { } inner ? With(context, members, key, inner) : null;
                Take(context, members.Count);
                var rest = members.ToDictionary();
                rest.Remove(key);
                return RegoObject.From(rest);
            case RegoSet set:
                if (!set.Contains(key))
                    return null;
                if (last)
                    return With(context, set, key, null);
                return Delete(context, key, path, depth + 1) is { } changed ? With(context, set, key, changed) : null;
            default:
                return null;
        }
    }

    static void Take(BuiltinContext context, int count)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        context.Spend(1 + count);
        context.Reserve(count * 16L);
    }

    static RegoArray? Changed(BuiltinContext context, RegoArray array, int index, RegoValue? item)
    {
        if (item is null)
            return null;
        Take(context, array.Count);
        RegoValue[] items = [.. array.Items];
        items[index] = item;
        return RegoArray.Wrap(items);
    }

    static RegoObject With(BuiltinContext context, RegoObject members, RegoValue key, RegoValue value)
    {
        Take(context, members.Count);
        var all = members.ToDictionary();
        all[key] = value;
        return RegoObject.From(all);
    }

    static RegoSet With(BuiltinContext context, RegoSet set, RegoValue? old, RegoValue? item)
    {
        Take(context, set.Count);
        var items = new HashSet<RegoValue>(set.Items);
        if (old is not null)
            items.Remove(old);
        if (item is not null)
            items.Add(item);
        return RegoSet.Wrap(items);
    }
}
