using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using Spaceforge.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Spaceforge.CodeFixes;

/// <summary>Adds a filter to a catch that leaves out the failure of the hook, and a stopped run if a token says so.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CatchFilterFix() : NodeFix(Descriptors.SwallowedFailure)
{
    const string Title = "Do not catch the failure of the hook";

    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<CatchClauseSyntax>() is not { } handler) return null;

        var name = handler.Declaration?.Identifier.ValueText is { Length: > 0 } given ? given : FreeName(handler, model);
        var condition = $"{name} is not Spaceforge.PluginFailedException";
        var filter = handler.Filter?.FilterExpression.WithoutTrivia().ToString();
        var isOr = handler.Filter?.FilterExpression is BinaryExpressionSyntax or ConditionalExpressionSyntax
            && !handler.Filter.FilterExpression.IsKind(SyntaxKind.LogicalAndExpression);
        if (filter is not null) condition = $"{(isOr ? $"({filter})" : filter)} && {condition}";
        if (filter is null && Token(handler, model) is { } token) condition += $" && !{token}.IsCancellationRequested";

        if (handler.Filter is { } present)
        {
            var expression = Simplified(ParseExpression(condition));
            return new Replacement(Title, present.FilterExpression, expression.WithTriviaFrom(present.FilterExpression));
        }

        var type = handler.Declaration?.Type.WithoutTrivia() ?? ParseTypeName("System.Exception");
        var head = handler.Block.OpenBraceToken.GetPreviousToken().TrailingTrivia;
        var fixedHandler = handler
            .WithCatchKeyword(handler.CatchKeyword.WithTrailingTrivia(Space))
            .WithDeclaration(CatchDeclaration(Simplified(type).WithTrailingTrivia(Space), Identifier(name)).WithTrailingTrivia(Space))
            .WithFilter(CatchFilterClause(Simplified(ParseExpression(condition)))
                .WithWhenKeyword(SyntaxFactory.Token(SyntaxKind.WhenKeyword).WithTrailingTrivia(Space)).WithTrailingTrivia(head));
        return new Replacement(Title, handler, fixedHandler);
    }

    static T Simplified<T>(T node)
        where T : SyntaxNode
    {
        var names = node.DescendantNodesAndSelf().Where(part => part is QualifiedNameSyntax or MemberAccessExpressionSyntax);
        return node.ReplaceNodes(names, (_, part) => part.WithAdditionalAnnotations(Simplifier.Annotation));
    }

    static string FreeName(CatchClauseSyntax handler, SemanticModel model)
    {
        var taken = model.LookupSymbols(handler.SpanStart).Select(symbol => symbol.Name)
            .Concat(handler.Block.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken))
                .Select(token => token.ValueText))
            .ToList();
        return ((string[])["e", "exception", "failure"]).FirstOrDefault(name => !taken.Contains(name)) ?? "caughtException";
    }

    static string? Token(CatchClauseSyntax handler, SemanticModel model) => model.LookupSymbols(handler.SpanStart)
        .OfType<IParameterSymbol>().FirstOrDefault(parameter => parameter.Type is
        {
            Name: "CancellationToken",
            ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" },
        })?.Name;
}
