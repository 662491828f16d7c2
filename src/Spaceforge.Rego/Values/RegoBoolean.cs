namespace Spaceforge.Rego;

/// <summary>true or false.</summary>
public sealed class RegoBoolean : RegoValue
{
    RegoBoolean(bool value) => Value = value;

    /// <summary>The value true.</summary>
    public static RegoBoolean True { get; } = new(true);

    /// <summary>The value false.</summary>
    public static RegoBoolean False { get; } = new(false);

    /// <summary>The C# value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Boolean;

    /// <summary>The value for a C# boolean.</summary>
    public static RegoBoolean Of(bool value) => value ? True : False;

    /// <inheritdoc/>
    public override int GetHashCode() => Value ? 31 : 29;

    private protected override int CompareSame(RegoValue other) => Value.CompareTo(((RegoBoolean)other).Value);

    private protected override bool EqualsSame(RegoValue other) => Value == ((RegoBoolean)other).Value;
}
