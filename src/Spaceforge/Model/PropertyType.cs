namespace Spaceforge.Model;

/// <summary>Which types of properties are parameters. The analyzers ask the same question of source that is not yet built.</summary>
static class PropertyType
{
    public const string Known = "a string, a boolean, a number or an enum";

    /// <summary>The type that the installer sees, or null where a property of this type cannot be a parameter.</summary>
    /// <param name="fullName">The type's name with its namespace, without <c>Nullable</c> around it.</param>
    /// <param name="isEnum">Whether the type is an enum.</param>
    public static ParameterType? Of(string? fullName, bool isEnum) => fullName switch
    {
        _ when isEnum => ParameterType.String,
        "System.String" => ParameterType.String,
        "System.Boolean" => ParameterType.Boolean,
        "System.SByte" or "System.Byte" or "System.Int16" or "System.UInt16" or "System.Int32" or "System.UInt32" or "System.Int64"
            or "System.UInt64" or "System.Single" or "System.Double" or "System.Decimal" => ParameterType.Number,
        _ => null,
    };
}
