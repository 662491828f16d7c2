namespace Spaceforge.Rego;

/// <summary>A string.</summary>
public sealed class RegoString : RegoValue
{
    int hash;

    /// <summary>Creates a string.</summary>
    public RegoString(string value) => Value = value;

    /// <summary>The empty string.</summary>
    public static RegoString Empty { get; } = new("");

    /// <summary>The C# value.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.String;

    /// <inheritdoc/>
    public override int GetHashCode() => hash != 0 ? hash : hash = Value.GetHashCode() | 1;

    /// <summary>Compares by code points instead of UTF-16 units: those beyond U+FFFF sort last.</summary>
    internal static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var (a, b) = (left[i], right[i]);
            if (a == b) continue;
            return char.IsSurrogate(a) != char.IsSurrogate(b) ? char.IsSurrogate(a) ? 1 : -1 : a - b;
        }

        return left.Length - right.Length;
    }

    private protected override int CompareSame(RegoValue other) => Compare(Value, ((RegoString)other).Value);

    private protected override bool EqualsSame(RegoValue other) =>
        string.Equals(Value, ((RegoString)other).Value, StringComparison.Ordinal);
}
