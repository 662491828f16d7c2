using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Spaceforge.Analyzers.Reading;

static class Operations
{
    /// <summary>The expression without conversions.</summary>
    public static IOperation Bare(this IOperation operation)
    {
        while (operation is IConversionOperation conversion) operation = conversion.Operand;
        return operation;
    }

    /// <summary>The expression's constant text, or null.</summary>
    public static string? Text(this IOperation? operation) =>
        operation?.Bare().ConstantValue is { HasValue: true, Value: string text } ? text : null;

    public static bool? Flag(this IOperation? operation) =>
        operation?.Bare().ConstantValue is { HasValue: true, Value: bool flag } ? flag : null;

    public static bool IsNull(this IOperation operation) =>
        operation.Bare() is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation { ConstantValue.HasValue: false };

    /// <summary>
    /// Whether the object is created in a method or lambda; callers may then change the returned object.
    /// </summary>
    public static bool IsMadeByFunction(this OperationAnalysisContext context) =>
        context.ContainingSymbol is IMethodSymbol
        {
            MethodKind: not MethodKind.PropertyGet
            and not MethodKind.Constructor and not MethodKind.StaticConstructor
        }
        || context.Operation.Syntax.Ancestors().Any(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    /// <summary>The location of an object creation, without its initializer, which can be many lines.</summary>
    public static Location Head(this IOperation operation)
    {
        var syntax = operation.Syntax;
        var end = syntax switch
        {
            BaseObjectCreationExpressionSyntax { Initializer: { } initializer } => initializer.OpenBraceToken.GetPreviousToken().Span.End,
            WithExpressionSyntax with => with.WithKeyword.Span.End,
            _ => syntax.Span.End,
        };
        return Location.Create(syntax.SyntaxTree, Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(syntax.SpanStart, end));
    }

    /// <summary>
    /// The initial value of a field or property, if it is certain: a read-only field or a property without a setter,
    /// in the same file.
    /// </summary>
    public static IOperation? Declared(ISymbol symbol, SemanticModel model, CancellationToken cancellationToken)
    {
        if (symbol is not (IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null })) return null;

        if (symbol.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != model.SyntaxTree) return null;

        var expression = reference.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax { Initializer: { } initializer } => initializer.Value,
            PropertyDeclarationSyntax { ExpressionBody: { } body } => body.Expression,
            PropertyDeclarationSyntax { AccessorList.Accessors: [{ ExpressionBody: { } body }] } => body.Expression,
            PropertyDeclarationSyntax
            {
                AccessorList.Accessors: [{ Body.Statements: [ReturnStatementSyntax { Expression: { } result }] }],
            } => result,
            _ => null,
        };
        return expression is null ? null : model.GetOperation(expression, cancellationToken);
    }

    /// <summary>The elements of a list expression, or null if it may contain others.</summary>
    public static IReadOnlyList<IOperation>? Elements(this IOperation? list) => list?.Bare() switch
    {
        ICollectionExpressionOperation collection when !collection.Elements.Any(element => element is ISpreadOperation) =>
            [.. collection.Elements.Select(Bare)],
        IArrayCreationOperation { Initializer: { } initializer } => [.. initializer.ElementValues.Select(Bare)],
        _ => null,
    };
}
