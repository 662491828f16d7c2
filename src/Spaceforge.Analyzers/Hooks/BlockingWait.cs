using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Spaceforge.Analyzers.Hooks;

static class BlockingWait
{
    /// <summary>
    /// Whether the awaited operation has certainly or possibly completed: the method awaits it elsewhere, or checks for completion.
    /// </summary>
    public static bool IsOver(IOperation wait)
    {
        // A wait with a zero timeout is a check.
        if (wait is IInvocationOperation { Arguments: [{ Value.ConstantValue: { HasValue: true, Value: 0 } }] }) return true;

        var waited = wait switch
        {
            IPropertyReferenceOperation property => property.Instance,
            IInvocationOperation { Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter" } awaiter } => awaiter.Instance,
            IInvocationOperation invocation => invocation.Instance,
            _ => null,
        };
        if (waited is null or IInvocationOperation) return false;

        var name = waited.Syntax.ToString();
        var method = wait.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>();
        return method?.DescendantNodes().Any(node => node switch
        {
            AwaitExpressionSyntax awaited => awaited.Expression.DescendantNodesAndSelf().Any(part => part.ToString() == name),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCompleted" or "IsCompletedSuccessfully" or "HasExited" } asked =>
                asked.Expression.ToString() == name,
            _ => false,
        }) == true;
    }
}
