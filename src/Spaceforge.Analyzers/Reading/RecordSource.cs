using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Spaceforge.Analyzers.Reading;

/// <summary>The values that the source sets on one of the library's records: in the constructor, the initializer, or <c>with</c>.</summary>
/// <param name="Type">The record's type.</param>
/// <param name="Values">The values by property name.</param>
sealed record RecordSource(INamedTypeSymbol Type, ImmutableDictionary<string, IOperation> Values)
{
    /// <summary>The value of a property, or null if the source sets none.</summary>
    public IOperation? this[string property] => Values.TryGetValue(property, out var value) ? value : null;

    public bool Sets(string property) => Values.TryGetValue(property, out var value) && !value.IsNull();

    /// <summary>The assignment of a property in an initializer, for its location.</summary>
    public IOperation Place(string property, IOperation otherwise) => this[property] switch
    {
        { Parent: ISimpleAssignmentOperation assignment } => assignment,
        { } value => value,
        _ => otherwise,
    };

    /// <summary>Reads an expression; null if it is not written out in the source.</summary>
    public static RecordSource? Of(IOperation expression, SemanticModel model, CancellationToken cancellationToken) =>
        expression.Bare() switch
        {
            IObjectCreationOperation { Type: INamedTypeSymbol type } creation =>
                new RecordSource(type, Arguments(creation.Arguments, argument => argument).AddInitializer(creation.Initializer)),
            IWithOperation with => Of(with.Operand, model, cancellationToken) is { } source
                ? source with { Values = source.Values.AddInitializer(with.Initializer) }
                : null,
            IInvocationOperation { TargetMethod: { Name: "From", IsStatic: true, ContainingType: { Name: "Variable" } type } } from =>
                new RecordSource(type, Arguments(from.Arguments, argument => argument == "key" ? "Key" : "ValueFromParameter")),
            IFieldReferenceOperation { Instance: null } field => Follow(field.Field, model, cancellationToken),
            IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property =>
                Follow(property.Property, model, cancellationToken),
            _ => null,
        };

    static RecordSource? Follow(ISymbol symbol, SemanticModel model, CancellationToken cancellationToken) =>
        Operations.Declared(symbol, model, cancellationToken)?.Bare() is { } declared
            and (IObjectCreationOperation or IWithOperation or IInvocationOperation)
            ? Of(declared, model, cancellationToken)
            : null;

    static ImmutableDictionary<string, IOperation> Arguments(ImmutableArray<IArgumentOperation> arguments, Func<string, string> property) =>
        arguments
        .Where(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: not null })
        .ToImmutableDictionary(argument => property(argument.Parameter!.Name), argument => argument.Value);
}

static class Initializers
{
    public static ImmutableDictionary<string, IOperation> AddInitializer(
        this ImmutableDictionary<string, IOperation> values, IObjectOrCollectionInitializerOperation? initializer)
    {
        foreach (var assignment in initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
        {
            if (assignment.Target is IPropertyReferenceOperation { Property.Name: var name })
            {
                values = values.SetItem(name, assignment.Value);
            }
        }

        return values;
    }
}
