using System.Collections;
using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>A set of values, enumerated in order.</summary>
public sealed class RegoSet : RegoValue, IReadOnlyCollection<RegoValue>
{
    const int Small = 8;
    readonly int count;
    RegoValue[]? sorted;
    HashSet<RegoValue>? index;
    int hash;

    /// <summary>Creates a set from the items; duplicates are merged.</summary>
    public RegoSet(IEnumerable<RegoValue> items) : this(new HashSet<RegoValue>(items)) { }

    RegoSet(HashSet<RegoValue> items)
    {
        index = items;
        count = items.Count;
    }

    RegoSet(RegoValue[] sorted)
    {
        this.sorted = sorted;
        count = sorted.Length;
    }

    /// <summary>The empty set.</summary>
    public static RegoSet Empty { get; } = new(Array.Empty<RegoValue>());

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Set;

    /// <inheritdoc/>
    public int Count => count;

    /// <summary>Whether the set contains the value.</summary>
    public bool Contains(RegoValue value)
    {
        if (index is { } known) return known.Contains(value);
        if (count > Small) return (index = [.. sorted!]).Contains(value);
        foreach (var item in sorted!)
        {
            if (item.Equals(value)) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (hash != 0) return hash;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var sum = 41;
        foreach (var item in sorted ?? (IEnumerable<RegoValue>)index!) sum = unchecked(sum + (item.GetHashCode() * 16777619));
        return hash = sum | 1;
    }

    /// <inheritdoc/>
    public IEnumerator<RegoValue> GetEnumerator() => ((IEnumerable<RegoValue>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();

    /// <summary>Wraps a set that nothing else references or changes.</summary>
    internal static RegoSet Wrap(HashSet<RegoValue> items) => items.Count == 0 ? Empty : new(items);

    /// <summary>Wraps a sorted array without duplicates that nothing else references.</summary>
    internal static RegoSet WrapSorted(RegoValue[] items) => items.Length == 0 ? Empty : new(items);

    /// <summary>The items in order; they must not be changed.</summary>
    internal RegoValue[] Items
    {
        get
        {
            if (sorted is { } known) return known;
            RegoValue[] items = [.. index!];
            Array.Sort(items);
            return sorted = items;
        }
    }

    private protected override int CompareSame(RegoValue other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var (left, right) = (Items, ((RegoSet)other).Items);
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            var order = left[i].CompareTo(right[i]);
            if (order != 0) return order;
        }

        return left.Length - right.Length;
    }

    private protected override bool EqualsSame(RegoValue other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var set = (RegoSet)other;
        if (count != set.count || GetHashCode() != set.GetHashCode()) return false;
        foreach (var item in sorted ?? (IEnumerable<RegoValue>)index!)
        {
            if (!set.Contains(item)) return false;
        }

        return true;
    }
}
