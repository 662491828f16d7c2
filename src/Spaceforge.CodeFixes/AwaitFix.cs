using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using Spaceforge.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Spaceforge.CodeFixes;

/// <summary>Awaits what was waited for, in methods that can.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AwaitFix() : NodeFix(Descriptors.BlockingWait)
{
    private protected override Mend? Mend(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        var expression = node.FirstAncestorOrSelf<ExpressionSyntax>();
        if (expression is null || !CanAwait(expression)) return null;

        var token = Token(expression, model, cancellationToken);
        ExpressionSyntax? awaited = expression switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Sleep" }, ArgumentList.Arguments: [var time] } =>
                InvocationExpression(
                    MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, ParseExpression("System.Threading.Tasks.Task").WithAdditionalAnnotations(Simplifier.Annotation), IdentifierName("Delay")),
                    ParseArgumentList($"({time}{(token is null ? "" : $", {token}")})")),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitForExit" } wait, ArgumentList.Arguments: [] } =>
                ParseExpression($"{wait.Expression.WithoutTrivia()}.WaitForExitAsync({token})"),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult", Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax awaiter } } } =>
                awaiter.Expression.WithoutTrivia(),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } wait, ArgumentList.Arguments: [] } when IsTask(wait.Expression, model, cancellationToken) =>
                wait.Expression.WithoutTrivia(),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => result.Expression.WithoutTrivia(),
            _ => null,
        };
        if (awaited is null) return null;

        ExpressionSyntax replacement = AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), awaited);
        if (expression.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or InvocationExpressionSyntax) replacement = ParenthesizedExpression(replacement);
        return new Mend("Await it", expression, replacement.WithTriviaFrom(expression));
    }

    static bool IsTask(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) => model.GetTypeInfo(expression, cancellationToken).Type?.Name == "Task";

    static bool CanAwait(SyntaxNode node) => node.Ancestors().FirstOrDefault(ancestor =>
        ancestor is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or LockStatementSyntax or QueryExpressionSyntax) switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    static string? Token(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) => node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ParameterList.Parameters
        .FirstOrDefault(parameter => model.GetDeclaredSymbol(parameter, cancellationToken)?.Type.Name == "CancellationToken")?.Identifier.ValueText;
}
