namespace Spaceforge.Rego;

/// <summary>What rules can see. 'with' opens a new scope, in which rules are computed again.</summary>
sealed class Scope(int nodes)
{
    RegoValue?[]? known;
    Dictionary<(RuleTree, RegoValue), RegoValue>? parts;
    Dictionary<RuleTree, Dictionary<Arguments, RegoValue?>>? calls;

    public RegoValue? Input { get; init; }

    public required RegoValue Data { get; init; }

    /// <summary>Nodes of rules that 'with' replaced with a document.</summary>
    public HashSet<RuleTree>? Replaced { get; init; }

    /// <summary>Functions by node or by name, with the value, node or name that replaces them.</summary>
    public Dictionary<object, object>? Functions { get; init; }

    public RegoValue?[] Known => known ??= new RegoValue?[nodes];

    public Dictionary<(RuleTree, RegoValue), RegoValue> Parts => parts ??= [];

    public Dictionary<Arguments, RegoValue?> Calls(RuleTree function)
    {
        calls ??= [];
        if (!calls.TryGetValue(function, out var found)) calls.Add(function, found = []);
        return found;
    }
}

/// <summary>Arguments of a call. Large values are compared by reference, without reading documents.</summary>
readonly struct Arguments(RegoValue[] values) : IEquatable<Arguments>
{
    readonly RegoValue[] values = values;

    public bool Equals(Arguments other)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (ReferenceEquals(values[i], other.values[i])) continue;
            if (IsLarge(values[i]) || !values[i].Equals(other.values[i])) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is Arguments other && Equals(other);

    public override int GetHashCode()
    {
        var hash = 7;
        foreach (var value in values)
        {
            var part = IsLarge(value) ? System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value) : value.GetHashCode();
            hash = unchecked((hash * 31) + part);
        }

        return hash;
    }

    static bool IsLarge(RegoValue value) => value.Kind >= RegoKind.Array;
}
