namespace Spaceforge.Rego;

/// <summary>An object that several rules fill, each at different keys; different values at the same key are a conflict.</summary>
sealed class KeyTree
{
    readonly Dictionary<RegoValue, object> members = [];
    HashSet<RegoValue>? items;

    public KeyTree Below(RegoValue key, RegoPlace place)
    {
        if (items is not null) throw Conflict(place);
        if (!members.TryGetValue(key, out var found)) members.Add(key, found = new KeyTree());
        return found as KeyTree ?? throw Conflict(place);
    }

    public void Put(ReadOnlySpan<RegoValue> keys, RegoValue value, bool isItem, RegoPlace place)
    {
        var tree = this;
        var last = isItem ? keys.Length : keys.Length - 1;
        for (var i = 0; i < last; i++) tree = tree.Below(keys[i], place);
        if (isItem)
        {
            if (tree.members.Count > 0) throw Conflict(place);
            (tree.items ??= []).Add(value);
            return;
        }

        if (tree.items is not null) throw Conflict(place);
        if (!tree.members.TryGetValue(keys[^1], out var known))
        {
            tree.members.Add(keys[^1], value);
        }
        else if (known is not RegoValue other || other != value)
        {
            throw Conflict(place);
        }
    }

    public RegoValue ToValue()
    {
        if (items is not null) return RegoSet.Wrap(items);
        var values = new Dictionary<RegoValue, RegoValue>(members.Count);
        foreach (var (key, member) in members) values.Add(key, member as RegoValue ?? ((KeyTree)member).ToValue());
        return RegoObject.From(values);
    }

    static Stop Conflict(RegoPlace place) => Stop.Conflict("object keys must be unique", place);
}
