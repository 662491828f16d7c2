using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Variables;

/// <summary>Finds secrets in a command's arguments, which show up in the process list.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretArgumentAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.SecretAsArgument];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        var facts = new FactsCache(types);
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod.Name != "RunCliAsync" || !KnownTypes.Is(call.TargetMethod.ContainingType, types.Plugin)) return;

                var reader = new SecretReader(types, facts, operation);
                var arguments = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "arguments")?.Value.Elements() ?? [];
                foreach (var argument in arguments)
                {
                    if (reader.NameOf(argument) is not { } secret) continue;

                    operation.ReportDiagnostic(Diagnostic.Create(Descriptors.SecretAsArgument, argument.Syntax.GetLocation(), secret));
                }
            },
            OperationKind.Invocation);
    }

    sealed class SecretReader(KnownTypes types, FactsCache facts, OperationAnalysisContext context)
    {
        /// <summary>The author's name for the secret in a text, or null.</summary>
        public string? NameOf(IOperation text) => text.Bare() switch
        {
            ILocalReferenceOperation local => OfLocal(local.Local, text.SemanticModel!),
            IInterpolatedStringOperation interpolated =>
                First(interpolated.Parts.OfType<IInterpolationOperation>().Select(part => part.Expression)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => First([sum.LeftOperand, sum.RightOperand]),
            ICoalesceOperation either => First([either.Value, either.WhenNull]),
            IConditionalOperation { WhenFalse: { } otherwise } either => First([either.WhenTrue, otherwise]),
            IPropertyReferenceOperation { Property: var property } when PropertyFacts.Attribute(property, types) is { } attribute =>
                PropertyFacts.IsSensitive(attribute) ? property.Name : null,
            var read when VariableRead.NameIn(read, types).Text() is { } name => IsSecret(name, read) ? name : null,
            _ => null,
        };

        string? First(IEnumerable<IOperation> texts) => texts.Select(NameOf).FirstOrDefault(name => name is not null);

        bool IsSecret(string name, IOperation read) =>
            PlatformVariables.IsSecret(name)
            || (facts.Of(context.ContainingSymbol, read.SemanticModel, context.CancellationToken)?.Variables?.TryGetValue(
                name, out var secret) == true && secret);

        string? OfLocal(ILocalSymbol local, SemanticModel model) =>
            local.DeclaringSyntaxReferences is [var reference] && reference.SyntaxTree == model.SyntaxTree
            && reference.GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value }
            && model.GetOperation(value, context.CancellationToken) is { } read
                ? NameOf(read)
                : null;
    }
}
