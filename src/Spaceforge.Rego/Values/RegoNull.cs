namespace Spaceforge.Rego;

/// <summary>The value null.</summary>
public sealed class RegoNull : RegoValue
{
    RegoNull() { }

    /// <summary>The only instance.</summary>
    public static RegoNull Value { get; } = new();

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Null;

    /// <inheritdoc/>
    public override int GetHashCode() => 17;

    private protected override int CompareSame(RegoValue other) => 0;

    private protected override bool EqualsSame(RegoValue other) => true;
}
