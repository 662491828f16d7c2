using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Hooks;
using Spaceforge.Shared.Diagnostics;
using Spaceforge.Validation;

namespace Spaceforge.Analyzers.Contexts;

/// <summary>Checks the shell commands of contexts: their phases and their syntax.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HookCommandAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.UnknownHook, Descriptors.CommandNewline, Descriptors.CommandSemicolon, Descriptors.CommandEmpty];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) => context.RegisterOperationAction(
        operation =>
        {
            if (!KnownTypes.Is(operation.Operation.Type, types.HookCommands)) return;

            var creation = (IObjectCreationOperation)operation.Operation;
            AnalyzeProperties(operation, creation);
            if (creation.Arguments is [{ Value: var byPhase }] && byPhase.Bare() is IObjectCreationOperation dictionary)
            {
                AnalyzePhases(operation, dictionary);
            }
        },
        OperationKind.ObjectCreation);

    static void AnalyzeProperties(OperationAnalysisContext context, IObjectCreationOperation creation)
    {
        foreach (var assignment in creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
        {
            AnalyzeCommands(context, assignment.Value);
        }
    }

    static void AnalyzePhases(OperationAnalysisContext context, IObjectCreationOperation dictionary)
    {
        foreach (var entry in dictionary.Initializer?.Initializers ?? [])
        {
            var (phase, commands) = entry switch
            {
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: [{ Value: var key }] }, Value: var value } =>
                    (key, value),
                IInvocationOperation { Arguments: [{ Value: var key }, { Value: var value }] } => (key, value),
                _ => (null, null),
            };
            if (phase.Text() is { } name && HookNames.Parse(name) is null)
            {
                var properties = ImmutableDictionary<string, string?>.Empty;
                if ((HookNames.Suggest(name) ?? Nearest.To(name, HookNames.All)) is { } near)
                {
                    properties = properties.Add(Nearest.Replacement, near);
                }
                context.ReportDiagnostic(
                    Diagnostic.Create(Descriptors.UnknownHook, phase!.Syntax.GetLocation(), properties, RuleTexts.UnknownHook(name)));
            }

            if (commands is not null) AnalyzeCommands(context, commands);
        }
    }

    static void AnalyzeCommands(OperationAnalysisContext context, IOperation list)
    {
        var elements = list.Bare() switch
        {
            ICollectionExpressionOperation collection => collection.Elements,
            IArrayCreationOperation { Initializer.ElementValues: var values } => values,
            _ => [],
        };
        foreach (var element in elements)
        {
            if (element.Text() is { } command && CommandText.Check(command) is { } broken)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptor(broken.Rule), element.Syntax.GetLocation(), broken.Message));
            }
        }
    }

    static DiagnosticDescriptor Descriptor(Rule rule) =>
        rule == Rules.CommandNewline ? Descriptors.CommandNewline
            : rule == Rules.CommandSemicolon ? Descriptors.CommandSemicolon : Descriptors.CommandEmpty;
}
