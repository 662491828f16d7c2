using System.Reflection;

namespace Spaceforge.Model;

/// <summary>Parses property values, and formats them as parameter defaults.</summary>
static class PropertyValues
{
    public static ParameterType? ParameterTypeOf(PropertyInfo property) =>
        ValueType(property) is var type ? PropertyType.Of(type.FullName, type.IsEnum) : null;

    /// <summary>Whether a property holds several strings, which an installer separates with commas or line breaks.</summary>
    public static bool IsList(Type type) => type == typeof(string[]) || type == typeof(IReadOnlyList<string>);

    /// <summary>The names that an installer may type; empty if the property is not an enum.</summary>
    public static IReadOnlyList<string> Names(PropertyInfo property) =>
        ValueType(property) is { IsEnum: true } type ? Enum.GetNames(type) : [];

    /// <summary>Parses a text; returns null if it is not valid.</summary>
    public static object? Read(PropertyInfo property, string text)
    {
        var type = ValueType(property);
        if (type == typeof(string)) return text;
        if (IsList(type)) return text.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? flag : null;
        if (!type.IsEnum) return NumberFormat.Of(type)?.Read(text);

        // Only by name: installers do not know the underlying numbers.
        var names = Enum.GetNames(type);
        var name = Array.Find(names, name => name == text)
            ?? Array.Find(names, name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Enum.Parse(type, name);
    }

    /// <summary>A description of valid values.</summary>
    public static string Expected(PropertyInfo property)
    {
        var type = ValueType(property);
        if (type.IsEnum) return $"one of {string.Join(", ", Enum.GetNames(type))}";
        return type == typeof(bool) ? "true or false" : NumberFormat.Of(type)?.Expected ?? "a string";
    }

    /// <summary>The default for a value, or null if there is none.</summary>
    public static ParameterValue? Default(PropertyInfo property, object? value) => value switch
    {
        null => null,
        string text => text,
        IReadOnlyList<string> items => string.Join(", ", items),
        bool flag => flag,
        // A value without a name is shown as its number, which is not one of the names.
        Enum => value.ToString()!,
        _ => NumberFormat.Of(ValueType(property))?.Show(value),
    };

    static Type ValueType(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
}
