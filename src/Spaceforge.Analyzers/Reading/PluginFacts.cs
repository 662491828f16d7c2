using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Definitions;

namespace Spaceforge.Analyzers.Reading;

/// <summary>What is known about a plugin's parameters and variables from its source. Null means unknown.</summary>
/// <param name="Parameters">All parameters.</param>
/// <param name="Variables">All variables that contexts declare or export, and whether each is a secret.</param>
sealed record PluginFacts(IReadOnlyList<ParameterFacts>? Parameters, ImmutableDictionary<string, bool>? Variables)
{
    static readonly Regex Export = new(@"\bexport\s+([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant);

    // Commands that read these can set any variable.
    static readonly Regex SetsOthers = new(@"(^|[\s&|({])(\.|source|eval)\s", RegexOptions.CultureInvariant);

    public static PluginFacts Read(INamedTypeSymbol plugin, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        var properties = PropertyFacts.Of(plugin, types);
        var parameters = ReadParameters(plugin, properties, model, types, cancellationToken);
        return new PluginFacts(parameters, ReadVariables(plugin, properties, parameters, model, types, cancellationToken));
    }

    public ParameterFacts? Find(IOperation reference)
    {
        if (Parameters is null) return null;

        return reference.Bare() switch
        {
            var text when text.Text() is { } name =>
                Parameters.FirstOrDefault(parameter => parameter.Id == name)
                    ?? Parameters.FirstOrDefault(parameter => parameter.Name == name),
            IFieldReferenceOperation field => Parameters.FirstOrDefault(parameter => KnownTypes.Is(parameter.Symbol, field.Field)),
            IPropertyReferenceOperation property =>
                Parameters.FirstOrDefault(parameter => KnownTypes.Is(parameter.Symbol, property.Property)),
            _ => null,
        };
    }

    static List<ParameterFacts>? ReadParameters(
        INamedTypeSymbol plugin, IReadOnlyList<PropertyFacts> properties, SemanticModel model,
        KnownTypes types, CancellationToken cancellationToken)
    {
        if (Listed(plugin, "Parameters", model, types, cancellationToken) is not { } elements) return null;

        var listed = new List<(ISymbol? Symbol, string? Id, string Name, bool? Sensitive)>();
        foreach (var element in elements)
        {
            if (RecordSource.Of(element, model, cancellationToken) is not { } record || record["Name"].Text() is not { } name) return null;

            if (record.Sets("Id") && record["Id"].Text() is null) return null;

            var symbol = element switch
            {
                IFieldReferenceOperation field => field.Field,
                IPropertyReferenceOperation property => (ISymbol)property.Property,
                _ => null,
            };
            listed.Add((symbol, record["Id"].Text(), name, record["Sensitive"] is { } sensitive ? sensitive.Flag() : false));
        }

        // As in the manifest, properties come first, and their ids are assigned before others are derived.
        var ids = ParameterId.ForAll(
            [.. properties.Select(property => property.Parameter.Id), .. listed.Select(entry => entry.Id)],
            [.. properties.Select(property => property.Parameter.Name), .. listed.Select(entry => entry.Name)]);
        return
        [
            .. properties.Select(property => property.Parameter),
            .. listed.Zip(ids.Skip(properties.Count), (entry, id) => new ParameterFacts(entry.Symbol, id, entry.Name, entry.Sensitive)),
        ];
    }

    static ImmutableDictionary<string, bool>? ReadVariables(
        INamedTypeSymbol plugin, IReadOnlyList<PropertyFacts> properties,
        List<ParameterFacts>? parameters, SemanticModel model, KnownTypes types,
        CancellationToken cancellationToken)
    {
        if (Listed(plugin, "Contexts", model, types, cancellationToken) is not { } contexts) return null;

        var facts = new PluginFacts(parameters, null);
        var variables = properties.ToDictionary(property => property.Variable, property => property.Parameter.Sensitive == true);
        foreach (var element in contexts)
        {
            if (RecordSource.Of(element, model, cancellationToken) is not { } context) return null;

            if (context.Sets("Env") && context["Env"].Elements() is null) return null;

            foreach (var item in context["Env"].Elements() ?? [])
            {
                if (RecordSource.Of(item, model, cancellationToken) is not { } variable || variable["Key"].Text() is not { } key)
                {
                    return null;
                }

                variables[key] = variable["Sensitive"].Flag()
                    ?? (variable["ValueFromParameter"] is { } reference && facts.Find(reference)?.Sensitive == true);
            }

            if (!AddExports(context["Hooks"], variables)) return null;
        }

        return variables.ToImmutableDictionary();
    }

    /// <summary>Adds the variables that a context's commands export, which hooks see; returns false if they are unknown.</summary>
    static bool AddExports(IOperation? hooks, Dictionary<string, bool> variables)
    {
        foreach (var operation in hooks?.DescendantsAndSelf() ?? [])
        {
            if (operation.ConstantValue is not { HasValue: true, Value: string command })
            {
                if (operation is IInvocationOperation or IFieldReferenceOperation
                    or ILocalReferenceOperation or IParameterReferenceOperation
                    or IWithOperation) return false;

                if (operation is IPropertyReferenceOperation && (operation.Parent as ISimpleAssignmentOperation)?.Target != operation)
                {
                    return false;
                }

                continue;
            }

            if (SetsOthers.IsMatch(command)) return false;

            foreach (Match export in Export.Matches(command)) variables[export.Groups[1].Value] = false;
        }

        return true;
    }

    /// <summary>The elements of a list property; empty if the plugin does not override it.</summary>
    static IReadOnlyList<IOperation>? Listed(
        INamedTypeSymbol plugin, string name, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        for (var type = plugin; type is not null; type = type.BaseType)
        {
            if (KnownTypes.Is(type, types.Plugin)) return [];

            if (type.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
            {
                return Operations.Declared(property, model, cancellationToken).Elements();
            }
        }

        return null;
    }
}
