using System.Reflection;

namespace Spaceforge.Model;

/// <summary>A property of a plugin class that is a parameter.</summary>
/// <param name="Property">The property.</param>
/// <param name="Parameter">The parameter that it declares.</param>
/// <param name="Variable">The environment variable that carries its value.</param>
sealed record ParameterProperty(PropertyInfo Property, Parameter Parameter, string Variable)
{
    /// <summary>Whether it has one of the types that parameters have.</summary>
    public bool HasKnownType => PropertyValues.ParameterTypeOf(Property) is not null;

    /// <summary>Whether a value can be put into it.</summary>
    public bool CanBeSet => Property is { GetMethod.IsStatic: false, SetMethod: not null } && Property.GetIndexParameters().Length == 0;

    /// <summary>Gives the property what the installer filled in, or leaves it at its default.</summary>
    /// <returns>What is wrong with the value, or null.</returns>
    public string? Set(IPlugin plugin, string? value)
    {
        var named = $"The parameter '{Parameter.Name}' ({Parameter.Id})";
        if (string.IsNullOrEmpty(value) && Parameter.Required)
        {
            return $"{named} is required, and its variable {Variable} {(value is null ? "is not set" : "is empty")}. Fill it in where the plugin is installed.";
        }

        // Who empties the field of a number means to have typed nothing; an empty text is a text.
        if (value is null || (value.Length == 0 && Property.PropertyType != typeof(string))) return null;

        if (PropertyValues.Read(Property, value) is not { } converted)
        {
            return $"{named} has the value '{(Parameter.Sensitive ? "*****" : value)}' in the variable {Variable}; it must be {PropertyValues.Expected(Property)}.";
        }

        Property.SetValue(plugin, converted, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);
        return null;
    }
}
