using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Analyzers.Policies;

/// <summary>A policy that the source spells out.</summary>
/// <param name="Text">The policy.</param>
/// <param name="Body">The expression of its body.</param>
/// <param name="Operation">What creates it.</param>
/// <param name="Engine">The expression of its engine type, if it has one.</param>
sealed record PolicyRecord(PolicyText Text, SyntaxNode Body, SyntaxNode Operation, SyntaxNode? Engine)
{
    // Spacelift's own limit is far below; this keeps what an editor does with each key bounded.
    const int LongestBody = 256 * 1024;

    /// <summary>Reads an expression; null where its type, engine or body is not known.</summary>
    public static PolicyRecord? Of(IOperation operation, KnownTypes types, SemanticModel model, CancellationToken cancellationToken)
    {
        if (RecordSource.Of(operation, model, cancellationToken) is not { } record) return null;
        if (!KnownTypes.Is(record.Type, types.Policy)) return null;
        if (record["Body"]?.Bare() is not { } body || body.Text() is not { Length: <= LongestBody } text) return null;
        // Half-typed.
        if (body.Syntax.ContainsDiagnostics) return null;
        // Others are reported by 'generate'.
        if (string.IsNullOrWhiteSpace(text) || NameOf(record["Type"]) is not { } type) return null;
        if (PolicyKind.Find(type) is not { InPlugins: true } kind || kind.Name != type) return null;
        var engine = record.Sets("EngineType") ? NameOf(record["EngineType"]) : "";
        if (engine is not ("" or "REGO_V0" or "REGO_V1")) return null;
        return new(
            PolicyText.Of(record["NamePrefix"].Text() ?? "policy", type, engine.Length == 0 ? null : engine, text), body.Syntax,
            operation.Syntax, record["EngineType"]?.Syntax);
    }

    /// <summary>The change of the policy's file that sets an engine type; null where it is not set there.</summary>
    public TextChange? EngineChange(string engine)
    {
        var value = engine == "REGO_V1" ? "PolicyEngineType.RegoV1" : "PolicyEngineType.RegoV0";
        if (Engine is not null) return Engine.SyntaxTree == Body.SyntaxTree ? new(Engine.Span, value) : null;
        if (Operation.SyntaxTree != Body.SyntaxTree) return null;
        return Operation switch
        {
            BaseObjectCreationExpressionSyntax { Initializer: { } initializer } => Into(initializer),
            WithExpressionSyntax with => Into(with.Initializer),
            BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } =>
                new TextChange(new TextSpan(arguments.Span.End, 0), $" {{ EngineType = {value} }}"),
            _ => null,
        };

        TextChange Into(InitializerExpressionSyntax initializer) => new(
            new TextSpan(initializer.OpenBraceToken.Span.End, 0),
            initializer.Expressions.Count > 0 ? $" EngineType = {value}," : $" EngineType = {value} ");
    }

    /// <summary>Whether the object may be a template for others, which <c>with</c> changes.</summary>
    public static bool IsTemplate(IOperation creation, CancellationToken cancellationToken)
    {
        var syntax = creation.Syntax;
        SyntaxNode? outer = syntax.Parent;
        while (outer is ParenthesizedExpressionSyntax) outer = outer.Parent;
        if (outer is WithExpressionSyntax) return true;
        var name = syntax.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier.ValueText
            ?? syntax.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier.ValueText;
        return name is not null && syntax.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<WithExpressionSyntax>()
            .Any(with => with.Expression switch
            {
                IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText == name,
                _ => false,
            });
    }

    /// <summary>The manifest's name of <c>PolicyType.Plan</c> or <c>new("PLAN")</c>.</summary>
    static string? NameOf(IOperation? value)
    {
        var bare = value?.Bare();
        if (bare is IObjectCreationOperation { Arguments: [{ Value: var name }] }) return name.Text();
        return bare is IPropertyReferenceOperation { Instance: null, Property.Name: var property } ? property switch
        {
            "RegoV0" => "REGO_V0",
            "RegoV1" => "REGO_V1",
            "Push" or "Plan" or "Trigger" or "Approval" or "Notification" => property.ToUpperInvariant(),
            _ => null,
        }
        : null;
    }
}
