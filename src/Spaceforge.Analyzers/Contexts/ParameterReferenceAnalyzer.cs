using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Shared.Diagnostics;
using Spaceforge.Validation;

namespace Spaceforge.Analyzers.Contexts;

/// <summary>Checks that parameters referenced by variables and webhooks exist.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParameterReferenceAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.UnknownParameter];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        var facts = new FactsCache(types);
        // Every reference is created by one of the two conversions.
        context.RegisterOperationAction(
            operation =>
            {
                if (KnownTypes.Is(((IConversionOperation)operation.Operation).OperatorMethod?.ContainingType, types.ParameterReference))
                {
                    Analyze(operation, facts);
                }
            },
            OperationKind.Conversion);
    }

    static void Analyze(OperationAnalysisContext context, FactsCache cache)
    {
        var reference = ((IConversionOperation)context.Operation).Operand.Bare();
        if (cache.Of(context.ContainingSymbol, reference.SemanticModel,
            context.CancellationToken) is not { Parameters: { } parameters } facts)
        {
            return;
        }

        var name = reference.Text() ?? NameOf(reference, context.CancellationToken);
        if (name is null || facts.Find(reference) is not null) return;

        // An object that equals one in the list matches it.
        if (reference.Text() is null && parameters.Any(parameter => parameter.Name == name)) return;

        var ids = parameters.Select(parameter => parameter.Id).ToList();
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (reference.Text() is not null && Nearest.To(name, ids) is { } near) properties = properties.Add(Nearest.Replacement, near);
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.UnknownParameter, reference.Syntax.GetLocation(), properties, RuleTexts.UnknownParameter(name, ids)));
    }

    static string? NameOf(IOperation reference, CancellationToken cancellationToken) =>
        reference is IFieldReferenceOperation or IPropertyReferenceOperation
            ? RecordSource.Of(reference, reference.SemanticModel!, cancellationToken)?["Name"].Text()
            : null;
}
