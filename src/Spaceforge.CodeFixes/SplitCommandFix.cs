using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Analyzers;

namespace Spaceforge.CodeFixes;

/// <summary>Splits a command that contains several commands.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SplitCommandFix() : NodeFix(Descriptors.CommandNewline, Descriptors.CommandSemicolon)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node is not LiteralExpressionSyntax { Token.Value: string command } literal || ShellCommands.Split(command) is not { } commands)
        {
            return null;
        }

        var texts = commands.Select(
            text => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text)));
        return literal.Parent switch
        {
            ExpressionElementSyntax { Parent: CollectionExpressionSyntax list } element =>
                Replaced(list, list.WithElements(Spread(list.Elements, element, [.. texts.Select(SyntaxFactory.ExpressionElement)]))),
            InitializerExpressionSyntax list => Replaced(list, list.WithExpressions(Spread(list.Expressions, literal, [.. texts]))),
            _ => null,
        };
    }

    static Replacement Replaced(SyntaxNode old, SyntaxNode replacement) => new("Split it into several commands", old, replacement);

    static SeparatedSyntaxList<T> Spread<T>(SeparatedSyntaxList<T> list, T one, IReadOnlyList<T> several)
        where T : SyntaxNode
    {
        var position = list.IndexOf(one);
        var nodes = list.ToList();
        nodes.RemoveAt(position);
        nodes.InsertRange(position, several.Select((node, i) =>
            (i == 0 ? node.WithLeadingTrivia(one.GetLeadingTrivia()) : node).WithTrailingTrivia(
                i == several.Count - 1 ? one.GetTrailingTrivia() : default)));
        var separators = list.GetSeparators().ToList();
        separators.InsertRange(position, several.Skip(1)
            .Select(_ => SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)));
        return SyntaxFactory.SeparatedList(nodes, separators);
    }
}
