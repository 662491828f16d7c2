using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Hooks;

/// <summary>Finds <c>catch (Exception)</c> that ends the failure of a hook, so that a failed check stops no run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowedFailureAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.SwallowedFailure];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (TestProgram.Is(context.Compilation)) return;

        if (context.Compilation.GetTypeByMetadataName("Spaceforge.PluginFailedException") is { } failure)
        {
            context.RegisterOperationAction(operation => Analyze(operation, failure, types), OperationKind.CatchClause);
        }
    }

    static void Analyze(OperationAnalysisContext context, INamedTypeSymbol failure, KnownTypes types)
    {
        var handler = (ICatchClauseOperation)context.Operation;
        // Who names the exception means it.
        if (handler.Parent is not ITryOperation attempt || KnownTypes.Is(handler.ExceptionType, failure)) return;
        if (!FailureFilter.Catches(handler, failure)) return;

        // An earlier one decides.
        if (attempt.Catches.TakeWhile(earlier => earlier != handler).Any(earlier => FailureFilter.MayCatch(earlier, failure))) return;

        var failures = new HookFailures(failure, handler.SemanticModel!, context.CancellationToken);
        if (failures.In(attempt.Body) is not { } source) return;

        var isHook = context.ContainingSymbol is IMethodSymbol { IsOverride: true } method && types.IsPlugin(method.ContainingType);
        if (CaughtException.IsKept(handler, attempt, failures, isHook)) return;

        context.ReportDiagnostic(Diagnostic.Create(Descriptors.SwallowedFailure, Head((CatchClauseSyntax)handler.Syntax), source));
    }

    static Location Head(CatchClauseSyntax handler)
    {
        var end = handler.Filter?.Span.End ?? handler.Declaration?.Span.End ?? handler.CatchKeyword.Span.End;
        return Location.Create(handler.SyntaxTree, TextSpan.FromBounds(handler.SpanStart, end));
    }
}
