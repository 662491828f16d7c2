using System.Collections;
using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>A list of values.</summary>
public sealed class RegoArray : RegoValue, IReadOnlyList<RegoValue>
{
    readonly RegoValue[] items;
    int hash;

    /// <summary>Creates an array from the items; the list is copied.</summary>
    public RegoArray(IEnumerable<RegoValue> items) => this.items = [.. items];

    RegoArray(RegoValue[] items) => this.items = items;

    /// <summary>The empty array.</summary>
    public static RegoArray Empty { get; } = new([]);

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Array;

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public RegoValue this[int index] => items[index];

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (hash != 0) return hash;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var sum = 37;
        foreach (var item in items) sum = unchecked((sum * 31) + item.GetHashCode());
        return hash = sum | 1;
    }

    /// <inheritdoc/>
    public IEnumerator<RegoValue> GetEnumerator() => ((IEnumerable<RegoValue>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    /// <summary>Wraps an array that nothing else references.</summary>
    internal static RegoArray Wrap(RegoValue[] items) => items.Length == 0 ? Empty : new(items);

    /// <summary>The items; they must not be changed.</summary>
    internal RegoValue[] Items => items;

    private protected override int CompareSame(RegoValue other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var others = ((RegoArray)other).items;
        for (var i = 0; i < items.Length && i < others.Length; i++)
        {
            var order = items[i].CompareTo(others[i]);
            if (order != 0) return order;
        }

        return items.Length - others.Length;
    }

    private protected override bool EqualsSame(RegoValue other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var others = ((RegoArray)other).items;
        if (items.Length != others.Length) return false;
        for (var i = 0; i < items.Length; i++)
        {
            if (!items[i].Equals(others[i])) return false;
        }

        return true;
    }
}
