using System.Reflection;

namespace Spaceforge.Model;

/// <summary>A property of a plugin class that declares a parameter.</summary>
/// <param name="Property">The property.</param>
/// <param name="Parameter">The declared parameter.</param>
/// <param name="Variable">The environment variable that carries its value.</param>
sealed record ParameterProperty(PropertyInfo Property, Parameter Parameter, string Variable)
{
    /// <summary>Whether its type is supported for parameters.</summary>
    public bool HasKnownType => PropertyValues.ParameterTypeOf(Property) is not null;

    /// <summary>Whether a value can be assigned to it.</summary>
    public bool CanBeSet => Property is { GetMethod.IsStatic: false, SetMethod: not null } && Property.GetIndexParameters().Length == 0;

    /// <summary>Assigns the installer's value to the property, or keeps its default.</summary>
    /// <returns>The problem with the value, or null.</returns>
    public string? Set(IPlugin plugin, string? value)
    {
        var named = $"The parameter '{Parameter.Name}' ({Parameter.Id})";
        if (string.IsNullOrEmpty(value) && Parameter.Required)
        {
            return $"{named} is required, and its variable {Variable} {(value is null ? "is not set" : "is empty")}. Set it where the plugin is installed.";
        }

        // An emptied number field means no value; an empty string is a valid string.
        if (value is null || (value.Length == 0 && Property.PropertyType != typeof(string))) return null;

        if (PropertyValues.Read(Property, value) is not { } converted)
        {
            return $"{named} has the value '{(Parameter.Sensitive ? "*****" : value)}' in the variable {Variable}; it must be {PropertyValues.Expected(Property)}.";
        }

        Property.SetValue(plugin, converted, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);
        return null;
    }
}
