using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>A map from keys of any kind to values, enumerated in key order.</summary>
public sealed class RegoObject : RegoValue, IReadOnlyCollection<KeyValuePair<RegoValue, RegoValue>>
{
    const int Small = 12;

    // Sorted by key. Objects with the same shape share their keys: a plan has few shapes and very many objects.
    readonly RegoValue[] keys;
    readonly RegoValue[] values;
    Dictionary<RegoValue, int>? index;
    int hash;

    /// <summary>Creates an object from the pairs; the last of several equal keys is used.</summary>
    public RegoObject(IEnumerable<KeyValuePair<RegoValue, RegoValue>> pairs)
    {
        var known = new Dictionary<RegoValue, RegoValue>();
        foreach (var pair in pairs) known[pair.Key] = pair.Value;
        (keys, values) = Sorted(known);
    }

    RegoObject(RegoValue[] keys, RegoValue[] values)
    {
        this.keys = keys;
        this.values = values;
    }

    /// <summary>The empty object.</summary>
    public static RegoObject Empty { get; } = new([], []);

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Object;

    /// <inheritdoc/>
    public int Count => keys.Length;

    /// <summary>The value of a key, or null if the key does not exist.</summary>
    public RegoValue? this[RegoValue key]
    {
        get
        {
            var at = IndexOf(key);
            return at < 0 ? null : values[at];
        }
    }

    /// <summary>The value of a string key, or null if the key does not exist.</summary>
    public RegoValue? this[string key] => this[new RegoString(key)];

    /// <summary>Gets the value of a key, if it exists.</summary>
    public bool TryGetValue(RegoValue key, [NotNullWhen(true)] out RegoValue? value) => (value = this[key]) is not null;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (hash != 0) return hash;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var sum = 43;
        for (var i = 0; i < keys.Length; i++)
        {
            sum = unchecked((sum * 31) + keys[i].GetHashCode());
            sum = unchecked((sum * 31) + values[i].GetHashCode());
        }

        return hash = sum | 1;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<RegoValue, RegoValue>> GetEnumerator()
    {
        for (var i = 0; i < keys.Length; i++) yield return new(keys[i], values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Creates an object from a dictionary, which is copied.</summary>
    internal static RegoObject From(Dictionary<RegoValue, RegoValue> pairs)
    {
        if (pairs.Count == 0) return Empty;
        var (keys, values) = Sorted(pairs);
        return new(keys, values);
    }

    /// <summary>Wraps arrays that nothing else changes, sorted by key and without duplicates.</summary>
    internal static RegoObject WrapSorted(RegoValue[] keys, RegoValue[] values) => keys.Length == 0 ? Empty : new(keys, values);

    /// <summary>The keys in order; they must not be changed.</summary>
    internal RegoValue[] Keys => keys;

    /// <summary>The values in key order; they must not be changed.</summary>
    internal RegoValue[] Values => values;

    /// <summary>A builder for the pairs.</summary>
    internal Dictionary<RegoValue, RegoValue> ToDictionary()
    {
        var pairs = new Dictionary<RegoValue, RegoValue>(keys.Length);
        for (var i = 0; i < keys.Length; i++) pairs.Add(keys[i], values[i]);
        return pairs;
    }

    internal int IndexOf(RegoValue key)
    {
        if (index is { } known) return known.TryGetValue(key, out var found) ? found : -1;
        if (keys.Length <= Small)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                if (ReferenceEquals(keys[i], key)) return i;
            }

            for (var i = 0; i < keys.Length; i++)
            {
                if (keys[i].Equals(key)) return i;
            }

            return -1;
        }

        if (keys.Length <= 64) return Math.Max(-1, Array.BinarySearch(keys, key));
        var built = new Dictionary<RegoValue, int>(keys.Length);
        for (var i = 0; i < keys.Length; i++) built.Add(keys[i], i);
        return (index = built).TryGetValue(key, out var at) ? at : -1;
    }

    static (RegoValue[] Keys, RegoValue[] Values) Sorted(Dictionary<RegoValue, RegoValue> pairs)
    {
        var keys = new RegoValue[pairs.Count];
        var values = new RegoValue[pairs.Count];
        pairs.Keys.CopyTo(keys, 0);
        pairs.Values.CopyTo(values, 0);
        Array.Sort(keys, values);
        return (keys, values);
    }

    private protected override int CompareSame(RegoValue other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var right = (RegoObject)other;
        for (var i = 0; i < keys.Length && i < right.keys.Length; i++)
        {
            var order = keys[i].CompareTo(right.keys[i]);
            if (order != 0) return order;
        }

        if (keys.Length != right.keys.Length) return keys.Length - right.keys.Length;
        for (var i = 0; i < keys.Length; i++)
        {
            var order = values[i].CompareTo(right.values[i]);
            if (order != 0) return order;
        }

        return 0;
    }

    private protected override bool EqualsSame(RegoValue other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var right = (RegoObject)other;
        if (keys.Length != right.keys.Length) return false;
        if (!ReferenceEquals(keys, right.keys))
        {
            for (var i = 0; i < keys.Length; i++)
            {
                if (!keys[i].Equals(right.keys[i])) return false;
            }
        }

        for (var i = 0; i < keys.Length; i++)
        {
            if (!values[i].Equals(right.values[i])) return false;
        }

        return true;
    }
}
