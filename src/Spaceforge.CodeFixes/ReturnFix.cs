using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Spaceforge.CodeFixes;

/// <summary>Returns the exit code that a program ignores.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReturnFix() : NodeFix(Descriptors.ExitCodeDropped)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        // A method may return a different type, or nothing.
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement
            || !(statement.Parent is GlobalStatementSyntax || statement.Ancestors()
                .TakeWhile(ancestor => ancestor is not MemberDeclarationSyntax).All(IsBlock) && ReturnsCode(statement)))
        {
            return null;
        }

        var awaited = AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), call.WithoutTrivia());
        return new Replacement(
            "Return the exit code", statement,
            ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), awaited, Token(SyntaxKind.SemicolonToken))
                .WithTriviaFrom(statement));
    }

    static bool IsBlock(SyntaxNode node) => node is StatementSyntax and not LocalFunctionStatementSyntax;

    static bool ReturnsCode(SyntaxNode statement) => statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        GlobalStatementSyntax => true,
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() is "Task<int>",
        _ => false,
    };
}
