using System.Diagnostics.CodeAnalysis;

namespace Spaceforge;

/// <summary>What the installer of a plugin types into a parameter's field.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names are the platform's.")]
public enum ParameterType
{
    /// <summary>Any text; what a parameter is unless it says otherwise.</summary>
    String,

    /// <summary>A whole or decimal number; the hook reads its text, with a point for decimals.</summary>
    Number,

    /// <summary>A switch; the hook reads <c>true</c> or <c>false</c>.</summary>
    Boolean,
}
