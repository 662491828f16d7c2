using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Hooks;

/// <summary>What hooks, and the methods beside them that they call, must not do: end the process, wait for a person, block.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HookBodyAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.Exit, Descriptors.ConsoleInput, Descriptors.BlockingWait];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) => context.RegisterOperationAction(
        operation =>
        {
            if (operation.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method || !types.IsPlugin(method.ContainingType)) return;

            var member = operation.Operation is IInvocationOperation invocation ? (ISymbol)invocation.TargetMethod : ((IPropertyReferenceOperation)operation.Operation).Property;
            if (Rule(member) is not { } rule || (rule == Descriptors.BlockingWait && BlockingWait.IsOver(operation.Operation))) return;

            operation.ReportDiagnostic(Diagnostic.Create(rule, operation.Operation.Syntax.GetLocation(), $"{member.ContainingType.Name}.{member.Name}"));
        },
        OperationKind.Invocation, OperationKind.PropertyReference);

    static DiagnosticDescriptor? Rule(ISymbol member) => (member.ContainingType?.Name, member.Name) switch
    {
        ("Environment", "Exit" or "FailFast") => In("System", Descriptors.Exit),
        ("Console", "ReadLine" or "Read" or "ReadKey" or "In" or "OpenStandardInput") => In("System", Descriptors.ConsoleInput),
        ("Thread", "Sleep") or ("WaitHandle", "WaitOne" or "WaitAll" or "WaitAny") or ("SemaphoreSlim" or "ManualResetEventSlim", "Wait") => In("System.Threading", Descriptors.BlockingWait),
        ("Task", "Wait" or "WaitAll" or "WaitAny") or ("Task" or "ValueTask", "Result") => In("System.Threading.Tasks", Descriptors.BlockingWait),
        ("TaskAwaiter" or "ValueTaskAwaiter", "GetResult") => In("System.Runtime.CompilerServices", Descriptors.BlockingWait),
        ("Process", "WaitForExit") => In("System.Diagnostics", Descriptors.BlockingWait),
        _ => null,
    } is { } found && found.Namespace == member.ContainingType!.ContainingNamespace.ToDisplayString() ? found.Rule : null;

    static (string Namespace, DiagnosticDescriptor Rule)? In(string space, DiagnosticDescriptor rule) => (space, rule);
}
