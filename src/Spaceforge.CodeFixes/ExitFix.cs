using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using Spaceforge.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Spaceforge.CodeFixes;

/// <summary>Replaces an exit code with an exception that fails the run.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ExitFix() : NodeFix(Descriptors.Exit)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement, ArgumentList.Arguments: [var argument] })
        {
            return null;
        }

        var code = argument.Expression;
        // Zero ends the hook well, and how to return depends on where it stands; a message of FailFast is one already.
        return model.GetConstantValue(code, cancellationToken) switch
        {
            { HasValue: true, Value: int and not 0 } => Throwing("\"The hook failed.\""),
            { HasValue: true, Value: string } => Throwing(code.ToString()),
            _ => null,
        };

        Replacement Throwing(string message) => new("Throw a PluginFailedException", statement, Throw(message).WithTriviaFrom(statement));
    }

    static ThrowStatementSyntax Throw(string message)
    {
        var statement = (ThrowStatementSyntax)ParseStatement($"throw new Spaceforge.PluginFailedException({message});");
        var creation = (ObjectCreationExpressionSyntax)statement.Expression!;
        return statement.ReplaceNode(creation.Type, creation.Type.WithAdditionalAnnotations(Simplifier.Annotation));
    }
}
