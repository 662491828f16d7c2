using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Spaceforge.Analyzers;
using Spaceforge.Analyzers.Hooks;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Spaceforge.CodeFixes;

/// <summary>Turns a method that only looks like a hook into an override.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class HookOverrideFix() : NodeFix(Descriptors.HookLookalike)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node is not MethodDeclarationSyntax { TypeParameterList: null } method) return null;

        if (model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol) return null;

        if (!diagnostic.Properties.TryGetValue(HookMethodAnalyzer.Method, out var name) || !CanBeCalledSo(symbol) || IsCalled(method))
        {
            return null;
        }

        var isTask = symbol.ReturnType is { Name: "Task" } and not INamedTypeSymbol { TypeArguments.Length: > 0 };
        if (!isTask && !symbol.ReturnsVoid) return null;

        var hook = method
            .WithModifiers(Modifiers(symbol.IsAsync))
            .WithReturnType(TaskType.WithTrailingTrivia(Space))
            .WithIdentifier(Identifier(name!))
            .WithParameterList(Parameters(method.ParameterList));
        if (symbol.ReturnsVoid && !symbol.IsAsync) hook = CompletedBody.Of(hook);
        return new Replacement($"Override {name}", method, hook.WithTriviaFrom(method).WithAdditionalAnnotations(Formatter.Annotation));
    }

    static TypeSyntax TaskType => ParseTypeName("System.Threading.Tasks.Task").WithAdditionalAnnotations(Simplifier.Annotation);

    static bool CanBeCalledSo(IMethodSymbol method) =>
        method.Parameters is [] or [{ RefKind: RefKind.None, Type.Name: "CancellationToken" }] && !method.IsAbstract && !method.IsStatic;

    static bool IsCalled(MethodDeclarationSyntax method) => method.SyntaxTree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>()
        .Any(name => name.Identifier.ValueText == method.Identifier.ValueText);

    static SyntaxTokenList Modifiers(bool isAsync) =>
        TokenList(
            ((SyntaxKind[])[SyntaxKind.ProtectedKeyword, SyntaxKind.OverrideKeyword, .. isAsync
                ? (SyntaxKind[])[SyntaxKind.AsyncKeyword] : []])
            .Select(kind => Token(kind).WithTrailingTrivia(Space)));

    static ParameterListSyntax Parameters(ParameterListSyntax old) => old.Parameters is [var only]
        ? old.WithParameters([only.WithDefault(null)])
        : old.WithParameters([Parameter(Identifier("cancellationToken"))
            .WithType(ParseTypeName("System.Threading.CancellationToken").WithTrailingTrivia(Space)
                .WithAdditionalAnnotations(Simplifier.Annotation))]);
}
