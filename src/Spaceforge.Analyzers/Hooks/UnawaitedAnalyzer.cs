using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Hooks;

/// <summary>Checks that everything that a plugin starts is waited for: a check that nobody waits for stops no run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnawaitedAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.Unawaited];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (TestProgram.Is(context.Compilation)) return;

        var awaitable = new AwaitableTypes(context.Compilation);
        context.RegisterOperationAction(operation => AnalyzeStatement(operation, awaitable, types), OperationKind.ExpressionStatement);
        context.RegisterOperationAction(operation => AnalyzeLocal(operation, awaitable, types), OperationKind.VariableDeclarator);
        context.RegisterOperationAction(
            operation => AnalyzeMethod(operation, ((IAnonymousFunctionOperation)operation.Operation).Symbol),
            OperationKind.AnonymousFunction);
        context.RegisterOperationAction(
            operation => AnalyzeMethod(operation, ((ILocalFunctionOperation)operation.Operation).Symbol), OperationKind.LocalFunction);
        context.RegisterSymbolAction(
            symbol =>
            {
                var method = (IMethodSymbol)symbol.Symbol;
                if (IsAsyncVoid(method)) symbol.ReportDiagnostic(Found(method.Locations[0], $"{method.Name} is async void"));
            },
            SymbolKind.Method);
    }

    static void AnalyzeStatement(OperationAnalysisContext context, AwaitableTypes awaitable, KnownTypes types)
    {
        var value = ((IExpressionStatementOperation)context.Operation).Operation;
        if (value is IAssignmentOperation assignment)
        {
            // What is kept in a field or a property may be awaited later; who knows where.
            var isDropped = assignment.Target switch
            {
                IDiscardOperation => true,
                ILocalReferenceOperation { Local: var local } => !IsRead(assignment, local),
                _ => false,
            };
            if (!isDropped) return;

            value = assignment.Value;
        }

        while (value is IConversionOperation conversion) value = conversion.Operand;
        if (value is IAwaitOperation || IsStart(value, types)) return;

        if (awaitable.Has(value.Type)) context.ReportDiagnostic(Found(value.Syntax.GetLocation(), $"Nothing awaits '{Name(value)}'"));
    }

    /// <summary>Dropping the program's result is the subject of another rule.</summary>
    static bool IsStart(IOperation value, KnownTypes types) =>
        value is IInvocationOperation { TargetMethod: { Name: "RunAsync", TypeArguments.Length: 1, ContainingType: var type } }
        && KnownTypes.Is(type, types.Plugin);

    static void AnalyzeLocal(OperationAnalysisContext context, AwaitableTypes awaitable, KnownTypes types)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (declarator.GetVariableInitializer()?.Value is not { } value || !awaitable.Has(declarator.Symbol.Type)) return;
        if (IsRead(declarator, declarator.Symbol)) return;

        while (value is IConversionOperation conversion) value = conversion.Operand;
        if (value is ILiteralOperation or IDefaultValueOperation or IPropertyReferenceOperation or IFieldReferenceOperation
            || IsStart(value, types)) return;

        context.ReportDiagnostic(Found(value.Syntax.GetLocation(), $"Nothing awaits '{Name(value)}'"));
    }

    static void AnalyzeMethod(OperationAnalysisContext context, IMethodSymbol method)
    {
        if (IsAsyncVoid(method)) context.ReportDiagnostic(Found(context.Operation.Syntax.GetLocation(), "This function is async void"));
    }

    /// <summary>A handler of an event has no other way.</summary>
    static bool IsAsyncVoid(IMethodSymbol method) => method is { IsAsync: true, ReturnsVoid: true, PartialImplementationPart: null }
        && !(method.Parameters is [_, { Type: var type }] && IsEventArgs(type));

    static bool IsEventArgs(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "EventArgs" && current.ContainingNamespace.ToDisplayString() == "System") return true;
        }

        return false;
    }

    static bool IsRead(IOperation set, ILocalSymbol local)
    {
        var root = set;
        while (root.Parent is { } parent) root = parent;

        return root.Descendants().OfType<ILocalReferenceOperation>().Any(read =>
            SymbolEqualityComparer.Default.Equals(read.Local, local)
            && !(read.Parent is ISimpleAssignmentOperation write && write.Target == read));
    }

    static string Name(IOperation value) => value switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IConditionalAccessOperation access => Name(access.WhenNotNull),
        _ => value.Syntax.ToString() is { Length: <= 40 } text ? text : "the task",
    };

    static Diagnostic Found(Location place, string what) => Diagnostic.Create(Descriptors.Unawaited, place, what);

    /// <summary>Tasks, what stands for one in an await, and collections of tasks.</summary>
    sealed class AwaitableTypes(Compilation compilation)
    {
        static readonly string[] Names =
        [
            "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask",
            "System.Threading.Tasks.ValueTask`1", "System.Runtime.CompilerServices.ConfiguredTaskAwaitable",
            "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1", "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable",
            "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1",
        ];

        readonly HashSet<ISymbol> _types = new(
            Names.Select(compilation.GetTypeByMetadataName).OfType<ISymbol>(), SymbolEqualityComparer.Default);

        public bool Has(ITypeSymbol? type) => type switch
        {
            null => false,
            IArrayTypeSymbol array => Has(array.ElementType),
            _ when _types.Contains(type.OriginalDefinition) => true,
            INamedTypeSymbol named => named.AllInterfaces.Add(named).Any(each =>
                each is { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T }
                && _types.Contains(each.TypeArguments[0].OriginalDefinition)),
            _ => false,
        };
    }
}
