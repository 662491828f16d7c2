using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Hooks;

/// <summary>Checks that hooks, and methods of the same class that they call, do not exit, wait for input, or block.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HookBodyAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.Exit, Descriptors.ConsoleInput, Descriptors.BlockingWait];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) => context.RegisterOperationAction(
        operation =>
        {
            if (operation.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
                && types.IsPlugin(method.ContainingType))
            {
                Analyze(operation);
            }
        },
        OperationKind.Invocation, OperationKind.PropertyReference);

    static void Analyze(OperationAnalysisContext context)
    {
        ISymbol member = context.Operation is IInvocationOperation invocation
            ? invocation.TargetMethod : ((IPropertyReferenceOperation)context.Operation).Property;
        if (member.ContainingType is not { } type || Rule(type.Name, member.Name) is not var (space, rule)
            || type.ContainingNamespace.ToDisplayString() != space)
        {
            return;
        }

        if (rule == Descriptors.BlockingWait && BlockingWait.IsOver(context.Operation)) return;

        context.ReportDiagnostic(Diagnostic.Create(rule, context.Operation.Syntax.GetLocation(), $"{type.Name}.{member.Name}"));
    }

    static (string Namespace, DiagnosticDescriptor Rule)? Rule(string type, string member) => (type, member) switch
    {
        ("Environment", "Exit" or "FailFast") => ("System", Descriptors.Exit),
        ("Console", "ReadLine" or "Read" or "ReadKey" or "In" or "OpenStandardInput") => ("System", Descriptors.ConsoleInput),
        ("Thread", "Sleep") => ("System.Threading", Descriptors.BlockingWait),
        ("WaitHandle", "WaitOne" or "WaitAll" or "WaitAny") => ("System.Threading", Descriptors.BlockingWait),
        ("SemaphoreSlim" or "ManualResetEventSlim", "Wait") => ("System.Threading", Descriptors.BlockingWait),
        ("Task", "Wait" or "WaitAll" or "WaitAny" or "Result") or ("ValueTask", "Result") =>
            ("System.Threading.Tasks", Descriptors.BlockingWait),
        ("TaskAwaiter" or "ValueTaskAwaiter", "GetResult") => ("System.Runtime.CompilerServices", Descriptors.BlockingWait),
        ("Process", "WaitForExit") => ("System.Diagnostics", Descriptors.BlockingWait),
        _ => null,
    };
}
