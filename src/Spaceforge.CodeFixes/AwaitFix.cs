using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using Spaceforge.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Spaceforge.CodeFixes;

/// <summary>Replaces a blocking wait with an await, in async methods.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AwaitFix() : NodeFix(Descriptors.BlockingWait)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        var wait = node.FirstAncestorOrSelf<ExpressionSyntax>();
        if (wait is null || !CanAwait(wait) || Awaitable(wait, model, cancellationToken) is not { } task) return null;

        ExpressionSyntax awaited = AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), task);
        if (wait.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax)
        {
            awaited = ParenthesizedExpression(awaited);
        }

        return new Replacement("Await it", wait, awaited.WithTriviaFrom(wait));
    }

    /// <summary>The awaitable replacement for a wait; null if there is no equivalent one.</summary>
    static ExpressionSyntax? Awaitable(ExpressionSyntax wait, SemanticModel model, CancellationToken cancellationToken)
    {
        if (wait is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result) return result.Expression.WithoutTrivia();

        if (wait is not InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax called,
                ArgumentList.Arguments: var arguments
            })
        {
            return null;
        }

        var token = TokenOf(wait, model, cancellationToken);
        return (called.Name.Identifier.ValueText, arguments) switch
        {
            ("Sleep", [var time]) => Delay(time, token),
            ("WaitForExit", []) => ParseExpression($"{called.Expression.WithoutTrivia()}.WaitForExitAsync({token})"),
            ("GetResult", []) when called.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax awaiter } =>
                awaiter.Expression.WithoutTrivia(),
            ("Wait", []) when model.GetTypeInfo(called.Expression, cancellationToken).Type?.Name == "Task" =>
                called.Expression.WithoutTrivia(),
            _ => null,
        };
    }

    static InvocationExpressionSyntax Delay(ArgumentSyntax time, string? token) => InvocationExpression(
        MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            ParseExpression("System.Threading.Tasks.Task").WithAdditionalAnnotations(Simplifier.Annotation),
            IdentifierName("Delay")),
        ParseArgumentList(token is null ? $"({time})" : $"({time}, {token})"));

    /// <summary>Whether the nearest function is <c>async</c>, without a lock or query in between.</summary>
    static bool CanAwait(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case LockStatementSyntax or QueryExpressionSyntax:
                    return false;
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.Modifiers.Any(SyntaxKind.AsyncKeyword);
            }
        }

        return false;
    }

    static string? TokenOf(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ParameterList.Parameters
            .FirstOrDefault(parameter => model.GetDeclaredSymbol(parameter, cancellationToken)?.Type.Name == "CancellationToken")
            ?.Identifier.ValueText;
}
