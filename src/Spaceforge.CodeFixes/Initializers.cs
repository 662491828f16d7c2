using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Spaceforge.CodeFixes;

/// <summary>Adds and removes assignments in object initializers.</summary>
static class Initializers
{
    public static BaseObjectCreationExpressionSyntax Set(this BaseObjectCreationExpressionSyntax creation, string property, string value)
    {
        var assignment = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(property), SyntaxFactory.ParseExpression(value))
                .NormalizeWhitespace();
        if (creation.Initializer is not { } initializer)
        {
            return creation.WithoutTrailingTrivia().WithInitializer(OnOneLine(assignment)).WithTrailingTrivia(creation.GetTrailingTrivia());
        }

        var old = initializer.Expressions.OfType<AssignmentExpressionSyntax>()
            .FirstOrDefault(candidate => candidate.Left.ToString() == property);
        if (old is not null) return creation.ReplaceNode(old, assignment.WithTriviaFrom(old));

        // In a multi-line initializer, a new entry goes on its own line.
        var separators = initializer.Expressions.GetSeparators().ToList();
        var last = initializer.Expressions.LastOrDefault();
        if (last is not null && separators.Count == initializer.Expressions.Count)
        {
            return creation.WithInitializer(initializer.WithExpressions(SyntaxFactory.SeparatedList(
                initializer.Expressions.Append(assignment.WithLeadingTrivia(last.GetLeadingTrivia())),
                separators.Append(separators[separators.Count - 1]))));
        }

        initializer = last is null
            ? initializer.AddExpressions(assignment)
            : initializer.ReplaceNode(last, last.WithoutTrailingTrivia())
                .AddExpressions(assignment.WithTrailingTrivia(last.GetTrailingTrivia()));
        return creation.WithInitializer(initializer.WithAdditionalAnnotations(Formatter.Annotation));
    }

    static InitializerExpressionSyntax OnOneLine(ExpressionSyntax assignment) => SyntaxFactory.InitializerExpression(
        SyntaxKind.ObjectInitializerExpression,
        SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
        [assignment.WithTrailingTrivia(SyntaxFactory.Space)],
        SyntaxFactory.Token(SyntaxKind.CloseBraceToken));

    /// <summary>Removes an assignment from an expression's initializer.</summary>
    public static (SyntaxNode Old, SyntaxNode New)? Without(AssignmentExpressionSyntax assignment)
    {
        if (assignment.Parent is not InitializerExpressionSyntax initializer) return null;

        if (initializer.Expressions.Count > 1)
        {
            var index = initializer.Expressions.IndexOf(assignment);
            var expressions = initializer.Expressions.RemoveAt(index);
            // Removing the last entry also removes the blank before the brace.
            if (index == expressions.Count && expressions.SeparatorCount < expressions.Count)
            {
                expressions = expressions.Replace(
                    expressions[index - 1], expressions[index - 1].WithTrailingTrivia(assignment.GetTrailingTrivia()));
            }

            return (initializer, initializer.WithExpressions(expressions));
        }

        return initializer.Parent switch
        {
            WithExpressionSyntax with => (with, with.Expression.WithoutTrailingTrivia().WithTrailingTrivia(with.GetTrailingTrivia())),
            BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } creation =>
                (creation, creation.ReplaceNode(arguments, arguments.WithoutTrailingTrivia())
                    .WithInitializer(null).WithTrailingTrivia(creation.GetTrailingTrivia())),
            _ => null,
        };
    }
}
