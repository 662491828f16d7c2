using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Analyzers;
using Spaceforge.Shared.Diagnostics;

namespace Spaceforge.CodeFixes;

/// <summary>Replaces a mistyped name with the suggested one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReplaceTextFix()
    : NodeFix(Descriptors.UnknownParameter, Descriptors.UnknownHook, Descriptors.UndeclaredVariable)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        node is LiteralExpressionSyntax literal && diagnostic.Properties.TryGetValue(Nearest.Replacement, out var text) && text is not null
            ? new Replacement($"Write '{text}'", literal, literal.WithToken(SyntaxFactory.Literal(text).WithTriviaFrom(literal.Token)))
            : null;
}
