using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Spaceforge.Analyzers;
using Spaceforge.Analyzers.Policies;

namespace Spaceforge.CodeFixes;

/// <summary>
/// Changes the Rego of a policy inside its string: <c>if</c>, <c>contains</c>, <c>:=</c>, names of the input,
/// the package; or sets the engine type that fits.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PolicyBodyFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Descriptors.PolicySyntax.Id, Descriptors.PolicyVersion.Id, Descriptors.PolicyCompile.Id, Descriptors.PolicyUnknownInput.Id,
        Descriptors.PolicyPackage.Id,
    ];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (BodyFix.Read(diagnostic.Properties) is var (title, changes)) Offer(diagnostic, title, changes);
            if (BodyFix.ReadEngine(diagnostic.Properties) is var (engine, change)) Offer(diagnostic, engine, [change]);
        }

        void Offer(Diagnostic diagnostic, string title, IReadOnlyList<TextChange> changes)
        {
            if (changes.Any(change => change.Span.End > text.Length)) return;
            var changed = context.Document.WithText(text.WithChanges(changes));
            context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(changed), equivalenceKey: title), diagnostic);
        }
    }
}
