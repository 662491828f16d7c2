using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Hooks;

/// <summary>What becomes of a caught exception.</summary>
static class CaughtException
{
    /// <summary>
    /// Whether it may still fail the hook: the handler throws, hands the exception on, records it for a later throw, or returns a value
    /// that tells the caller.
    /// </summary>
    public static bool IsKept(ICatchClauseOperation handler, ITryOperation attempt, HookFailures failures, bool isHook)
    {
        var operations = handler.Handler.DescendantsAndSelf().ToList();
        if (operations.Any(operation => IsEnd(operation) || failures.Is(operation))) return true;
        if (operations.OfType<ILocalReferenceOperation>().Any(use => IsException(use.Local, handler) && Escapes(use))) return true;

        // A hook's task tells nobody; a function in it may.
        var function = Function(handler);
        var returnsValue = !(isHook && function?.MethodKind == MethodKind.Ordinary) && ReturnsValue(function);
        if (returnsValue && operations.Any(operation => operation is IReturnOperation { ReturnedValue: not null })) return true;

        var recorded = operations.Select(Target).OfType<IOperation>().Where(target => !IsOwn(target, handler)).ToList();
        if (recorded.Count == 0) return false;
        if (returnsValue || recorded.Any(target => target.Bare() is not (ILocalReferenceOperation or IDiscardOperation))) return true;

        return Root(attempt).DescendantsAndSelf().Any(operation =>
            !attempt.Syntax.Span.Contains(operation.Syntax.Span) && (operation is IThrowOperation || failures.Is(operation)));
    }

    static bool IsEnd(IOperation operation) => operation is IThrowOperation
        || (operation is IInvocationOperation { TargetMethod: var method } && (method.Name is "Exit" or "FailFast"
            || (method is { Name: "Throw", ContainingType.Name: "ExceptionDispatchInfo" })
            || method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute")));

    static bool IsException(ILocalSymbol local, ICatchClauseOperation handler) =>
        handler.Locals.Contains(local, SymbolEqualityComparer.Default);

    /// <summary>Whether something other than the log gets the exception itself.</summary>
    static bool Escapes(IOperation use)
    {
        var parent = use.Parent;
        while (parent is IConversionOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation
            or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IPropertyReferenceOperation or IInterpolationOperation or IBinaryOperation or IIsPatternOperation or IIsTypeOperation
                or ISwitchExpressionOperation or ISwitchOperation or IConditionalAccessOperation => false,
            IInvocationOperation { Instance: { } instance } call => call.TargetMethod.Name is not ("ToString" or "GetType"),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: var type } } =>
                type is not ("LoggerExtensions" or "ILogger" or "Console" or "TextWriter" or "String"),
            _ => true,
        };
    }

    static bool ReturnsValue(IMethodSymbol? function) => function?.ReturnType is { SpecialType: not SpecialType.System_Void } type
        && type is not INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0 };

    static IMethodSymbol? Function(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda) return lambda.Symbol;
            if (parent is ILocalFunctionOperation local) return local.Symbol;
        }

        return operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart) as IMethodSymbol;
    }

    /// <summary>What an operation changes, or null.</summary>
    static IOperation? Target(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => assignment.Target,
        IIncrementOrDecrementOperation step => step.Target,
        IInvocationOperation { Instance: { } instance } call when Changes(call.TargetMethod) => instance,
        _ => null,
    };

    /// <summary>Whether a call may record something, as lists and cancellation sources do.</summary>
    static bool Changes(IMethodSymbol method) => method.Name is "Add" or "AddRange" or "Append" or "AppendLine" or "Push" or "Enqueue"
        or "Set" or "TrySet" or "TryAdd" or "Insert" or "Cancel" or "SetException" or "TrySetException" or "SetResult" or "TrySetResult"
        or "CancelAsync" or "Write" or "TryWrite" or "WriteAsync";

    static bool IsOwn(IOperation target, ICatchClauseOperation handler) => target.Bare() is IDiscardOperation
        || (target.Bare() is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declared] }
            && handler.Syntax.Span.Contains(declared.Span));

    static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }
}
