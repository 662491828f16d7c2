using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Spaceforge.CodeFixes;

/// <summary>Base class for fixes that replace one node of the file, if the fix is mechanical.</summary>
public abstract class NodeFix : CodeFixProvider
{
    private protected NodeFix(params IEnumerable<DiagnosticDescriptor> rules) => FixableDiagnosticIds = [.. rules.Select(rule => rule.Id)];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || root is null) return;

        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (Replace(node, diagnostic, model, context.CancellationToken) is not { } replacement) continue;

            var changed = context.Document.WithSyntaxRoot(root.ReplaceNode(replacement.Old, replacement.New));
            context.RegisterCodeFix(
                CodeAction.Create(replacement.Title, _ => Task.FromResult(changed), equivalenceKey: GetType().Name), diagnostic);
        }
    }

    /// <summary>The fix to offer, or null.</summary>
    private protected abstract Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken);
}

/// <summary>A node and its replacement.</summary>
sealed record Replacement(string Title, SyntaxNode Old, SyntaxNode New);
