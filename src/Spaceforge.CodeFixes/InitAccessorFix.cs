using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Analyzers;

namespace Spaceforge.CodeFixes;

/// <summary>Makes a parameter property settable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class InitAccessorFix() : NodeFix(Descriptors.PropertyNotSettable)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { AccessorList.Accessors: [var get] } property) return null;

        if (get is not { Body: null, ExpressionBody: null } || property.Modifiers.Any(SyntaxKind.StaticKeyword)) return null;

        var init = SyntaxFactory.AccessorDeclaration(SyntaxKind.InitAccessorDeclaration)
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            .WithTrailingTrivia(get.GetTrailingTrivia());
        return new Replacement(
            "Add init", property.AccessorList!, property.AccessorList.WithAccessors([get.WithTrailingTrivia(SyntaxFactory.Space), init]));
    }
}
