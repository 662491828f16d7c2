using System.Text;

namespace Spaceforge.Rego;

/// <summary>A Rego value. Values are immutable, equal by content, and totally ordered: by kind first, then by content.</summary>
public abstract class RegoValue : IEquatable<RegoValue>, IComparable<RegoValue>
{
    private protected RegoValue() { }

    /// <summary>The kind of value.</summary>
    public abstract RegoKind Kind { get; }

    /// <summary>Negative if this value sorts before the other one, zero if they are equal.</summary>
    public int CompareTo(RegoValue? other) => other is null ? 1 : ReferenceEquals(this, other) ? 0 :
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : CompareSame(other);

    /// <summary>Whether both values have the same content.</summary>
    public bool Equals(RegoValue? other) =>
        ReferenceEquals(this, other) || (other is not null && Kind == other.Kind && EqualsSame(other));

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is RegoValue other && Equals(other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The value as JSON: sorted keys, sets as sorted arrays, and keys that are not strings as their JSON.</summary>
    public string ToJson()
    {
        var text = new StringBuilder();
        RegoJsonText.Write(text, this);
        return text.ToString();
    }

    /// <summary>The value in Rego's syntax; sets keep their braces.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        RegoText.Write(text, this);
        return text.ToString();
    }

    /// <summary>Whether both values have the same content.</summary>
    public static bool operator ==(RegoValue? left, RegoValue? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the contents differ.</summary>
    public static bool operator !=(RegoValue? left, RegoValue? right) => !(left == right);

    /// <summary>Whether the left value sorts before the right one.</summary>
    public static bool operator <(RegoValue? left, RegoValue? right) => Compare(left, right) < 0;

    /// <summary>Whether the left value does not sort after the right one.</summary>
    public static bool operator <=(RegoValue? left, RegoValue? right) => Compare(left, right) <= 0;

    /// <summary>Whether the left value sorts after the right one.</summary>
    public static bool operator >(RegoValue? left, RegoValue? right) => Compare(left, right) > 0;

    /// <summary>Whether the left value does not sort before the right one.</summary>
    public static bool operator >=(RegoValue? left, RegoValue? right) => Compare(left, right) >= 0;

    private protected abstract int CompareSame(RegoValue other);

    private protected abstract bool EqualsSame(RegoValue other);

    static int Compare(RegoValue? left, RegoValue? right) => left is null ? right is null ? 0 : -1 : left.CompareTo(right);
}
