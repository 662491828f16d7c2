namespace Spaceforge.Rego;

/// <summary>A position in data: a node of rules with the document at that path, or just a value.</summary>
readonly struct Cursor(RuleTree? node, RegoValue? value, bool document = false)
{
    public RuleTree? Node { get; } = node;

    public RegoValue? Value { get; } = value;

    public bool IsNothing => Node is null && Value is null;

    public Cursor Part(Machine machine, RegoValue key)
    {
        if (Node is null) return new(null, PathNode.Part(Value!, key) ?? (document ? ByText(Value!, key) : null), document);
        if (Node.HasRules) return machine.Extent(Node) is { } extent ? new(null, PathNode.Part(extent, key)) : default;
        var below = Value is RegoObject members ? members[key] ?? ByText(members, key) : null;
        return Node.Children.TryGetValue(key, out var child) && !machine.IsReplaced(child)
            ? new(child, below) : new(null, below, document: true);
    }

    /// <summary>Documents have no numeric keys, so numbers are looked up as strings.</summary>
    static RegoValue? ByText(RegoValue value, RegoValue key) =>
        key is RegoNumber { IsInteger: true } number && value is RegoObject members ? members[number.Text] : null;

    public IEnumerable<RegoValue> Keys()
    {
        if (Value is not RegoObject { Count: > 0 } members) return Node!.Children.Keys.Order();
        return Node!.Children.Keys.Union(members.Keys).Order();
    }

    /// <summary>A plain value without rules.</summary>
    public bool IsPlain => Node is null && !document;

    public RegoValue? Whole(Machine machine) => Node is null ? Value : machine.Whole(Node, Value);
}

/// <summary>The constant prefix of a data path.</summary>
sealed class DataPath(RuleTree root, RuleTree node, RegoValue[] keys)
{
    public Cursor Begin(Machine machine)
    {
        if (machine.Scope.Replaced is not null)
        {
            var cursor = new Cursor(root, machine.Scope.Data);
            if (machine.IsReplaced(root)) cursor = new(null, machine.Scope.Data);
            foreach (var key in keys)
            {
                cursor = cursor.Part(machine, key);
                if (cursor.IsNothing) return cursor;
            }

            return cursor;
        }

        if (node.HasRules) return new(node, null);
        RegoValue? value = machine.Scope.Data;
        foreach (var key in keys)
        {
            value = value is RegoObject members ? members[key] : null;
        }

        return new(node, value);
    }
}
