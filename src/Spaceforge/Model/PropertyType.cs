namespace Spaceforge.Model;

/// <summary>Which property types can be parameters. The analyzers use the same code on source that is not built yet.</summary>
static class PropertyType
{
    public const string Known = "a string, a boolean, a number, an enum or a list of strings";

    /// <summary>The start of the name of a list of strings, which reflection writes with the assembly of its items.</summary>
    public const string StringList = "System.Collections.Generic.IReadOnlyList`1[[System.String,";

    /// <summary>The parameter type for a property type, or null if it cannot be a parameter.</summary>
    /// <param name="fullName">The type's name with its namespace, without <c>Nullable</c>.</param>
    /// <param name="isEnum">Whether the type is an enum.</param>
    public static ParameterType? Of(string? fullName, bool isEnum) => fullName switch
    {
        _ when isEnum => ParameterType.String,
        "System.String" or "System.String[]" => ParameterType.String,
        not null when fullName.StartsWith(StringList, StringComparison.Ordinal) => ParameterType.String,
        "System.Boolean" => ParameterType.Boolean,
        "System.SByte" or "System.Byte" or "System.Int16" or "System.UInt16" or "System.Int32" or "System.UInt32" or "System.Int64"
            or "System.UInt64" or "System.Single" or "System.Double" or "System.Decimal" => ParameterType.Number,
        _ => null,
    };
}
