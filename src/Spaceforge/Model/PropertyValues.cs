using System.Reflection;

namespace Spaceforge.Model;

/// <summary>Turns texts into the values of properties, and values into the defaults of parameters.</summary>
static class PropertyValues
{
    public static ParameterType? ParameterTypeOf(PropertyInfo property) =>
        ValueType(property) is var type ? PropertyType.Of(type.FullName, type.IsEnum) : null;

    /// <summary>The names that an installer may type; none where the property is no enum.</summary>
    public static IReadOnlyList<string> Names(PropertyInfo property) =>
        ValueType(property) is { IsEnum: true } type ? Enum.GetNames(type) : [];

    /// <summary>The value that a text stands for, or null where it stands for none.</summary>
    public static object? Read(PropertyInfo property, string text)
    {
        var type = ValueType(property);
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? flag : null;
        if (!type.IsEnum) return NumberFormat.Of(type)?.Read(text);

        // By name alone: the numbers behind the names are nothing to an installer.
        var names = Enum.GetNames(type);
        var name = Array.Find(names, name => name == text)
            ?? Array.Find(names, name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Enum.Parse(type, name);
    }

    /// <summary>What would do, in words.</summary>
    public static string Expected(PropertyInfo property)
    {
        var type = ValueType(property);
        if (type.IsEnum) return $"one of {string.Join(", ", Enum.GetNames(type))}";
        return type == typeof(bool) ? "true or false" : NumberFormat.Of(type)?.Expected ?? "a text";
    }

    /// <summary>The default that a value makes, or null where it makes none.</summary>
    public static ParameterValue? Default(PropertyInfo property, object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        // A value without a name is told by its number, which is none of the names.
        Enum => Enum.GetName(value.GetType(), value) ?? value.ToString()!,
        _ => NumberFormat.Of(ValueType(property))?.Show(value),
    };

    static Type ValueType(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
}
