using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Validation;

namespace Spaceforge.Analyzers.Contexts;

/// <summary>Checks that variables of contexts have exactly one value, and that secrets are sensitive.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class VariableAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.VariableWithoutValue, Descriptors.VariableWithBoth, Descriptors.SecretInPlainVariable];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        var facts = new FactsCache(types);
        context.RegisterOperationAction(
            operation =>
            {
                // The source of a 'with' expression is not a complete variable.
                if (KnownTypes.Is(operation.Operation.Type, types.Variable) && operation.Operation.Parent is not IWithOperation)
                {
                    Analyze(operation, facts);
                }
            },
            OperationKind.ObjectCreation, OperationKind.With);
    }

    static void Analyze(OperationAnalysisContext context, FactsCache facts)
    {
        var model = context.Operation.SemanticModel!;
        if (RecordSource.Of(context.Operation, model, context.CancellationToken) is not { } variable) return;

        var place = variable["Key"].Text() is { } key ? $"'{key}': " : "";
        var (value, reference) = (variable["Value"], variable["ValueFromParameter"]);
        if (!variable.Sets("Value") && !variable.Sets("ValueFromParameter"))
        {
            if (!context.IsMadeByFunction())
            {
                Report(Descriptors.VariableWithoutValue, context.Operation.Head(), RuleTexts.VariableWithoutValue);
            }
        }
        else if (value is not null && reference is not null && IsSomething(value) && IsSomething(reference))
        {
            Report(Descriptors.VariableWithBoth, context.Operation.Head(), RuleTexts.VariableWithBoth);
        }

        if (reference is not null && variable["Sensitive"].Flag() == false
            && facts.Of(context.ContainingSymbol, model, context.CancellationToken)?.Find(reference) is { Sensitive: true } parameter)
        {
            Report(Descriptors.SecretInPlainVariable, variable.Place("Sensitive", context.Operation).Syntax.GetLocation(),
                RuleTexts.SecretInPlainVariable(parameter.Name));
        }

        void Report(DiagnosticDescriptor rule, Location location, string message) =>
            context.ReportDiagnostic(Diagnostic.Create(rule, location, place + message));
    }

    /// <summary>Whether a value is never null.</summary>
    static bool IsSomething(IOperation value) => value.Bare() switch
    {
        { ConstantValue: { HasValue: true, Value: var constant } } => constant is not null,
        IInterpolatedStringOperation or IBinaryOperation => true,
        { Type.NullableAnnotation: NullableAnnotation.NotAnnotated } => true,
        IFieldReferenceOperation { Field.NullableAnnotation: NullableAnnotation.NotAnnotated } => true,
        _ => false,
    };
}
