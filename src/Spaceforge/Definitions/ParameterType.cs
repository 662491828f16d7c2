using System.Diagnostics.CodeAnalysis;

namespace Spaceforge;

/// <summary>The type of a parameter's value.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names are the platform's.")]
public enum ParameterType
{
    /// <summary>Any text; the default.</summary>
    String,

    /// <summary>An integer or decimal number; the hook receives it as text, with a decimal point.</summary>
    Number,

    /// <summary>A boolean; the hook receives <c>true</c> or <c>false</c>.</summary>
    Boolean,
}
