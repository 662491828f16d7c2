using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Analyzers;

namespace Spaceforge.CodeFixes;

/// <summary>Changes a parameter's type to that of its default.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ParameterTypeFix() : NodeFix(Descriptors.DefaultType)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        diagnostic.Properties.TryGetValue("type", out var type)
        && node.FirstAncestorOrSelf<InitializerExpressionSyntax>()?.Parent is BaseObjectCreationExpressionSyntax creation
            ? new Replacement($"Set Type = ParameterType.{type}", creation, creation.Set("Type", $"ParameterType.{type}"))
            : null;
}
