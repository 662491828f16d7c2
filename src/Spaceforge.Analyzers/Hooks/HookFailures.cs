using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Hooks;

/// <summary>Finds code that fails a hook on purpose: a throw, a call of a method of the same file that throws, or of the library.</summary>
sealed class HookFailures(INamedTypeSymbol failure, SemanticModel model, CancellationToken cancellationToken)
{
    const int Deepest = 20;

    /// <summary>
    /// Members of the library whose purpose is a verdict. Others, such as RunCliAsync, fail for reasons that a plugin may well ignore.
    /// </summary>
    static readonly HashSet<string> Verdicts =
    [
        "RequirePlanAsync", "RequirePlanFileAsync", "Decide", "RunScannerAsync", "RunLineScannerAsync", "ReportAsync", "FindPlanAsync",
        "RefuseSettings", "Requiring",
    ];

    readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

    /// <summary>What fails the hook in a block, as source text; null if nothing certainly does.</summary>
    public string? In(IOperation code) => In(code, 0);

    /// <summary>Whether this operation, without what is in it, fails the hook.</summary>
    public bool Is(IOperation operation) => Of(operation, 0) is not null;

    string? In(IOperation code, int depth)
    {
        if (Of(code, depth) is { } found) return found;

        foreach (var child in code.ChildOperations)
        {
            // A local function runs when it is called.
            if (child is ILocalFunctionOperation) continue;
            if (In(child, depth) is { } inner && !IsCaught(code, child)) return inner;
        }

        return null;
    }

    bool IsCaught(IOperation parent, IOperation child) => parent is ITryOperation attempt && child == attempt.Body
        && attempt.Catches.Any(handler => FailureFilter.MayCatch(handler, failure));

    string? Of(IOperation operation, int depth) => operation switch
    {
        IThrowOperation { Exception: { } thrown } when KnownTypes.Is(thrown.Bare().Type, failure) => failure.Name,
        IInvocationOperation { TargetMethod: var method } when Verdicts.Contains(method.Name) && IsOfLibrary(method) => method.Name,
        IInvocationOperation { TargetMethod: { OriginalDefinition: var method } } when depth < Deepest && Fails(method, depth + 1) =>
            method.Name,
        _ => null,
    };

    static bool IsOfLibrary(IMethodSymbol method) => method.ContainingType?.ContainingNamespace?.ToDisplayString()
        is "Spaceforge" or "Spaceforge.Scanning";

    bool Fails(IMethodSymbol method, int depth)
    {
        if (method.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != model.SyntaxTree) return false;
        if (!_visited.Add(method)) return false;

        var fails = model.GetOperation(reference.GetSyntax(cancellationToken), cancellationToken) is { } body
            && (body is ILocalFunctionOperation { Body: { } block } ? In(block, depth) : In(body, depth)) is not null;
        // A method that fails may be called again; one that does not need not be read again.
        if (fails) _visited.Remove(method);
        return fails;
    }
}
