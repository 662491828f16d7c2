using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Spaceforge.CodeFixes;

/// <summary>Converts the body of a void method to return a completed task.</summary>
static class CompletedBody
{
    public static MethodDeclarationSyntax Of(MethodDeclarationSyntax method)
    {
        var body = method.Body ?? Block(ExpressionStatement(method.ExpressionBody!.Expression));
        body = (BlockSyntax)new Returns().Visit(body)!;
        if (body.Statements.LastOrDefault() is not (ReturnStatementSyntax or ThrowStatementSyntax)) body = body.AddStatements(Return());
        return method.WithExpressionBody(null).WithSemicolonToken(Token(SyntaxKind.None)).WithBody(body);
    }

    static ReturnStatementSyntax Return() => ReturnStatement(
        Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space),
        ParseExpression("System.Threading.Tasks.Task.CompletedTask").WithAdditionalAnnotations(Simplifier.Annotation),
        Token(SyntaxKind.SemicolonToken));

    sealed class Returns : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) =>
            node.Expression is null ? Return().WithTriviaFrom(node) : node;

        // Nested functions have their own return statements.
        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

        public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;
    }
}
