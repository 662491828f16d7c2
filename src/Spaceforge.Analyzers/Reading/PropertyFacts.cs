using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Definitions;

namespace Spaceforge.Analyzers.Reading;

/// <summary>A parameter property.</summary>
/// <param name="Property">The property.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Variable">The environment variable that carries the value.</param>
sealed record PropertyFacts(IPropertySymbol Property, ParameterFacts Parameter, string Variable)
{
    /// <summary>The parameter properties of a class, base classes first, in the same order as in <c>generate</c>.</summary>
    public static IReadOnlyList<PropertyFacts> Of(INamedTypeSymbol plugin, KnownTypes types)
    {
        var found = new List<(IPropertySymbol Property, AttributeData Attribute)>();
        for (var type = plugin; type is not null && !KnownTypes.Is(type, types.Plugin); type = type.BaseType)
        {
            found.InsertRange(0, type.GetMembers().OfType<IPropertySymbol>()
                .Where(property => !found.Exists(entry => entry.Property.Name == property.Name))
                .Select(property => (property, Attribute(property, types)!))
                .Where(entry => entry.Item2 is not null).ToList());
        }

        var name = PluginName(plugin, types);
        var ids = ParameterId.ForAll(
            [.. found.Select(entry => ParameterId.Of(Named(entry.Attribute, "Id"), name))],
            [.. found.Select(entry => NameOf(entry.Attribute))]);
        return
        [
            .. found.Zip(ids, (entry, id) => new PropertyFacts(
                entry.Property,
                new ParameterFacts(entry.Property, id, NameOf(entry.Attribute), IsSensitive(entry.Attribute)),
                Named(entry.Attribute, "Variable") ?? ParameterId.Variable(id))),
        ];
    }

    public static AttributeData? Attribute(IPropertySymbol property, KnownTypes types) =>
        property.GetAttributes().FirstOrDefault(attribute => KnownTypes.Is(attribute.AttributeClass, types.ParameterAttribute));

    public static bool IsSensitive(AttributeData attribute) =>
        attribute.NamedArguments.Any(argument => argument is { Key: "Sensitive", Value.Value: true });

    public static string NameOf(AttributeData attribute) => attribute.ConstructorArguments is [{ Value: string name }, ..] ? name : "";

    /// <summary>The plugin's name if the source says it literally, otherwise null.</summary>
    static string? PluginName(INamedTypeSymbol plugin, KnownTypes types)
    {
        for (var type = plugin; type is not null && !KnownTypes.Is(type, types.Plugin); type = type.BaseType)
        {
            var declared = type.GetMembers("Name").FirstOrDefault()?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
            if (declared is PropertyDeclarationSyntax property)
            {
                return (property.ExpressionBody?.Expression ?? property.Initializer?.Value) is LiteralExpressionSyntax literal
                    ? literal.Token.ValueText : null;
            }
        }

        return null;
    }

    static string? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as string;
}
