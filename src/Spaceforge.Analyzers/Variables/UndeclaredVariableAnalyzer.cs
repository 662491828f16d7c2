using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Shared.Diagnostics;

namespace Spaceforge.Analyzers.Variables;

/// <summary>Finds variables that a plugin reads but nothing sets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UndeclaredVariableAnalyzer : PluginAnalyzer
{
    // Only the plugin's author knows which variables stacks set.
    const string Option = "spaceforge_stack_variables";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.UndeclaredVariable];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        var facts = new FactsCache(types);
        context.RegisterOperationAction(
            operation =>
            {
                if (VariableRead.NameIn(operation.Operation, types) is { } read) Analyze(operation, read, facts);
            },
            OperationKind.PropertyReference, OperationKind.Invocation);
    }

    static void Analyze(OperationAnalysisContext context, IOperation read, FactsCache facts)
    {
        if (read.Text() is not { } name || PlatformVariables.Has(name)) return;

        if (facts.Of(context.ContainingSymbol, read.SemanticModel, context.CancellationToken) is not { Variables: { } variables }) return;

        if (variables.ContainsKey(name)
            || IsOfStacks(name, context.Options.AnalyzerConfigOptionsProvider.GetOptions(read.Syntax.SyntaxTree)))
        {
            return;
        }

        var near = Nearest.To(name, variables.Keys);
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (near is not null) properties = properties.Add(Nearest.Replacement, near);
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.UndeclaredVariable, read.Syntax.GetLocation(), properties, name, near is null
                ? "declare it in a context" : $"did you mean {near}?"));
    }

    static bool IsOfStacks(string name, AnalyzerConfigOptions options) =>
        options.TryGetValue(Option, out var names) && names.Split(',').Any(known => known.Trim() == name);
}
