using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Plugins;

/// <summary>Checks that the program starts its plugin, and no other.</summary>
/// <remarks>
/// The only analyzer that waits for the end of the compilation: only then is it known that nothing starts a class.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PluginStartAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.PluginNotStarted, Descriptors.SecondPluginStarted, Descriptors.ExitCodeDropped];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (context.Compilation.Options.OutputKind is not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication)) return;

        // In a test program, tests start the plugins.
        if (TestProgram.Is(context.Compilation)) return;

        var starts = new ConcurrentBag<(ITypeSymbol Plugin, Location Place)>();
        var plugins = new ConcurrentBag<INamedTypeSymbol>();
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod is not { Name: "RunAsync", TypeArguments: [var plugin], ContainingType: var type }) return;

                if (!KnownTypes.Is(type, types.Plugin)) return;

                starts.Add((plugin, call.Syntax.GetLocation()));
                if (IsDropped(call, new HashSet<ISymbol>(SymbolEqualityComparer.Default)))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Descriptors.ExitCodeDropped, call.Syntax.GetLocation(), plugin.Name));
                }
            },
            OperationKind.Invocation);
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (!type.IsAbstract && types.IsPlugin(type)) plugins.Add(type);
            },
            SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end => Report(end, plugins, starts));
    }

    /// <summary>Whether nothing reads the exit code.</summary>
    static bool IsDropped(IOperation value, HashSet<ISymbol> seen) => value.Parent switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } set =>
            IsDropped(set, seen) && IsDropped(set, local, seen),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } set => IsDropped(set, local, seen),
        // A task without a result.
        IConversionOperation { Type: { Name: "Task", IsReferenceType: true } and INamedTypeSymbol { IsGenericType: false } } => true,
        IAwaitOperation or IConversionOperation or IParenthesizedOperation => IsDropped(value.Parent, seen),
        // Printing the exit code does not use it.
        IInterpolationOperation { Parent: { } text } => IsDropped(text, seen),
        IBinaryOperation { Type.SpecialType: SpecialType.System_String } text => IsDropped(text, seen),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { ReturnsVoid: true, Name: "Write" or "WriteLine" } } } => true,
        IInvocationOperation
        {
            TargetMethod.Name: "ConfigureAwait" or "GetAwaiter"
            or "GetResult" or "WaitAsync" or "ToString"
        } call when call.Instance == value => IsDropped(call, seen),
        IInvocationOperation { TargetMethod.Name: "Wait" } wait => wait.Instance == value,
        IPropertyReferenceOperation { Property.Name: "Result" } result => IsDropped(result, seen),
        _ => false,
    };

    /// <summary>Whether all reads of a local variable ignore the value.</summary>
    static bool IsDropped(IOperation set, ILocalSymbol local, HashSet<ISymbol> seen)
    {
        if (!seen.Add(local)) return true;

        var root = set;
        while (root.Parent is { } parent) root = parent;

        return root.Descendants().OfType<ILocalReferenceOperation>()
            .Where(read => SymbolEqualityComparer.Default.Equals(read.Local, local))
            .All(read => (read.Parent is ISimpleAssignmentOperation write && write.Target == read) || IsDropped(read, seen));
    }

    static void Report(
        CompilationAnalysisContext context, IEnumerable<INamedTypeSymbol> plugins, IEnumerable<(ITypeSymbol Plugin, Location Place)> starts)
    {
        // A method that starts T may start any plugin.
        if (starts.Any(start => start.Plugin is ITypeParameterSymbol)) return;

        var ordered = starts.OrderBy(start => start.Place.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(start => start.Place.SourceSpan.Start).ToList();
        foreach (var (plugin, place) in ordered)
        {
            if (!SymbolEqualityComparer.Default.Equals(plugin, ordered[0].Plugin))
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.SecondPluginStarted, place, ordered[0].Plugin.Name, plugin.Name));
            }
        }

        foreach (var plugin in plugins)
        {
            if (ordered.Any(start => IsOrDerives(start.Plugin, plugin))) continue;

            context.ReportDiagnostic(Diagnostic.Create(Descriptors.PluginNotStarted, plugin.Locations[0], plugin.Name));
        }
    }

    static bool IsOrDerives(ITypeSymbol type, INamedTypeSymbol from)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, from)) return true;
        }

        return false;
    }
}
