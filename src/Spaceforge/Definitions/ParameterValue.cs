using System.Globalization;

namespace Spaceforge;

/// <summary>
/// The default of a parameter: a string, a number or a boolean. Plain values convert implicitly:
/// <c>Default = "medium"</c>, <c>Default = 80</c>, <c>Default = true</c>.
/// </summary>
public readonly record struct ParameterValue
{
    ParameterValue(ParameterType type, string text) => (Type, Text) = (type, text);

    /// <summary>The type of the given value; it must match the parameter's type.</summary>
    public ParameterType Type { get; }

    /// <summary>The value as a hook receives it: numbers in the invariant culture, booleans as <c>true</c> and <c>false</c>.</summary>
    public string Text => field ?? "";

    /// <summary>A string, kept byte for byte.</summary>
    public static implicit operator ParameterValue(string value) => new(ParameterType.String, value);

    /// <summary>A boolean, written <c>true</c> or <c>false</c>.</summary>
    public static implicit operator ParameterValue(bool value) => new(ParameterType.Boolean, value ? "true" : "false");

    /// <summary>An integer.</summary>
    public static implicit operator ParameterValue(long value) =>
        new(ParameterType.Number, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A decimal number, with all its digits.</summary>
    public static implicit operator ParameterValue(decimal value) =>
        new(ParameterType.Number, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A floating-point number in its shortest round-trip form. It must be finite.</summary>
    public static implicit operator ParameterValue(double value) =>
        new(ParameterType.Number, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => Text;
}
