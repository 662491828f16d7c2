using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Analyzers;

namespace Spaceforge.CodeFixes;

/// <summary>
/// Removes an assignment that is not allowed: the default of a required parameter, or <c>Sensitive = false</c> on a secret's variable.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RemoveAssignmentFix() : NodeFix(Descriptors.RequiredWithDefault, Descriptors.SecretInPlainVariable)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (node)
        {
            case AssignmentExpressionSyntax assignment when Initializers.Without(assignment) is var (old, without):
                return new Replacement($"Remove {assignment.Left}", old, without);

            case EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property }:
                var plain = property.WithInitializer(null).WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.None));
                plain = plain.WithAccessorList(plain.AccessorList!.WithoutTrailingTrivia())
                    .WithTrailingTrivia(property.GetTrailingTrivia());
                return new Replacement("Remove the default", property, plain);

            default:
                return null;
        }
    }
}
