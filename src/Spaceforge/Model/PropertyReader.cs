using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Spaceforge.Definitions;

namespace Spaceforge.Model;

/// <summary>Finds the properties of a plugin class that declare parameters.</summary>
static class PropertyReader
{
    /// <summary>The members that trimming must keep for <see cref="Read"/> to work.</summary>
    public const DynamicallyAccessedMemberTypes Needed =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.NonPublicProperties;

    static readonly Comparer<PropertyInfo> BySource = Comparer<PropertyInfo>.Create((one, other) =>
        Depth(one.DeclaringType!).CompareTo(Depth(other.DeclaringType!)) is not 0 and var depths
            ? depths : Position(one).CompareTo(Position(other)));

    /// <summary>Returns the properties in source order, base classes first.</summary>
    /// <param name="plugin">An instance whose values are the defaults.</param>
    /// <param name="type">Its class.</param>
    /// <param name="areSet">Whether required properties have values too, which can then serve as defaults.</param>
    public static IReadOnlyList<ParameterProperty> Read(IPlugin plugin, [DynamicallyAccessedMembers(Needed)] Type type, bool areSet)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var found = Array.FindAll(type.GetProperties(All), IsParameter);
        if (found.Length == 0) return [];

        // A property of the plugin hides one of a base class that has the same name.
        PropertyInfo[] declared =
        [
            .. found.Order(BySource).Where(property => !Array.Exists(found, other =>
                other.Name == property.Name && Depth(other.DeclaringType!) > Depth(property.DeclaringType!))),
        ];
        ParameterAttribute[] attributes = [.. declared.Select(property => property.GetCustomAttribute<ParameterAttribute>()!)];
        var ids = ParameterId.ForAll(
            [.. attributes.Select(attribute => ParameterId.Of(attribute.Id, plugin.Name))],
            [.. attributes.Select(attribute => attribute.Name)]);
        var read = new ParameterProperty[declared.Length];
        for (var i = 0; i < read.Length; i++) read[i] = Describe(declared[i], attributes[i], ids[i], plugin, areSet);
        return read;
    }

    // The base class has none, and reading its properties would load the types of all services.
    static bool IsParameter(PropertyInfo property) =>
        !HookOverrides.IsBase(property.DeclaringType!) && property.IsDefined(typeof(ParameterAttribute));

    static int Position(PropertyInfo property) => property.HasMetadataToken() ? property.MetadataToken : 0;

    static ParameterProperty Describe(PropertyInfo property, ParameterAttribute attribute, string id, IPlugin plugin, bool areSet)
    {
        var current = Value(property, plugin);
        var value = PropertyValues.Default(property, current);
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) && !(areSet && value is not null);
        var description = attribute.Description.Replace("{name}", plugin.Name, StringComparison.Ordinal);
        var parameter = new Parameter(attribute.Name)
        {
            Id = id,
            Description = PropertyValues.IsList(property.PropertyType)
                ? Sentence(description, "Several are separated with commas.")
                : Description(description, PropertyValues.Names(property)),
            Type = PropertyValues.ParameterTypeOf(property) ?? ParameterType.String,
            Required = required,
            Sensitive = attribute.Sensitive,
            // A required property has no default; its zero value is only a placeholder.
            Default = required && IsZero(current, value) ? null : value,
        };
        return new ParameterProperty(property, parameter, attribute.Variable ?? ParameterId.Variable(id));
    }

    static object? Value(PropertyInfo property, IPlugin plugin) =>
        property.CanRead && property.GetIndexParameters().Length == 0
            ? property.GetValue(plugin, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null)
            : null;

    static bool IsZero(object? current, ParameterValue? value) => current switch
    {
        null or false => true,
        string => false,
        Enum named => named.ToString("D") == "0",
        _ => value?.Text == "0",
    };

    static int Depth(Type type) => type.BaseType is { } up ? Depth(up) + 1 : 0;

    static string Description(string text, IReadOnlyList<string> names) =>
        names.Count == 0 ? text : Sentence(text, $"One of {string.Join(", ", names)}.");

    static string Sentence(string text, string sentence)
    {
        var before = text.TrimEnd();
        return before.Length == 0 ? sentence : $"{before}{(char.IsPunctuation(before[^1]) ? "" : ".")} {sentence}";
    }
}
