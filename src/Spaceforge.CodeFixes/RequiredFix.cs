using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Analyzers;

namespace Spaceforge.CodeFixes;

/// <summary>Makes a parameter without a default required.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RequiredFix() : NodeFix(Descriptors.OptionalWithoutDefault)
{
    const string Title = "Make it required";

    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { } creation
            ? new Replacement(Title, creation, creation.Set("Required", "true"))
        : node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { Initializer: null } property
            ? new Replacement(Title, property, Required(property))
        : null;

    static PropertyDeclarationSyntax Required(PropertyDeclarationSyntax property) =>
        property.AddModifiers(SyntaxFactory.Token(SyntaxKind.RequiredKeyword).WithTrailingTrivia(SyntaxFactory.Space));
}
