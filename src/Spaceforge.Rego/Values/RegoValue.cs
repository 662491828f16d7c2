using System.Text;

namespace Spaceforge.Rego;

/// <summary>A value of Rego. Values never change, are equal by content, and have one total order: kind first, then content.</summary>
public abstract class RegoValue : IEquatable<RegoValue>, IComparable<RegoValue>
{
    private protected RegoValue() { }

    /// <summary>What kind of value it is.</summary>
    public abstract RegoKind Kind { get; }

    /// <summary>Smaller than zero where this value sorts before the other one, zero where they are equal.</summary>
    public int CompareTo(RegoValue? other) => other is null ? 1 : ReferenceEquals(this, other) ? 0 :
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : CompareSame(other);

    /// <summary>True where both values have the same content.</summary>
    public bool Equals(RegoValue? other) =>
        ReferenceEquals(this, other) || (other is not null && Kind == other.Kind && EqualsSame(other));

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is RegoValue other && Equals(other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The value as JSON: keys sorted, sets as sorted arrays, keys that are no strings as the JSON of the key.</summary>
    public string ToJson()
    {
        var text = new StringBuilder();
        RegoJsonText.Write(text, this);
        return text.ToString();
    }

    /// <summary>The value as it is written in Rego; sets keep their braces.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        RegoText.Write(text, this);
        return text.ToString();
    }

    /// <summary>True where both values have the same content.</summary>
    public static bool operator ==(RegoValue? left, RegoValue? right) => left is null ? right is null : left.Equals(right);

    /// <summary>True where the contents differ.</summary>
    public static bool operator !=(RegoValue? left, RegoValue? right) => !(left == right);

    /// <summary>True where the left value sorts first.</summary>
    public static bool operator <(RegoValue? left, RegoValue? right) => Compare(left, right) < 0;

    /// <summary>True where the left value does not sort after the right one.</summary>
    public static bool operator <=(RegoValue? left, RegoValue? right) => Compare(left, right) <= 0;

    /// <summary>True where the left value sorts last.</summary>
    public static bool operator >(RegoValue? left, RegoValue? right) => Compare(left, right) > 0;

    /// <summary>True where the left value does not sort before the right one.</summary>
    public static bool operator >=(RegoValue? left, RegoValue? right) => Compare(left, right) >= 0;

    private protected abstract int CompareSame(RegoValue other);

    private protected abstract bool EqualsSame(RegoValue other);

    static int Compare(RegoValue? left, RegoValue? right) => left is null ? right is null ? 0 : -1 : left.CompareTo(right);
}
