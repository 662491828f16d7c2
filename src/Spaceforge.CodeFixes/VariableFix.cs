using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Analyzers;

namespace Spaceforge.CodeFixes;

/// <summary>Keeps only the parameter of a variable that has two values.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class VariableFix() : NodeFix(Descriptors.VariableWithBoth)
{
    private protected override Replacement? Replace(
        SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>()
            is not { ArgumentList.Arguments: { Count: 2 } arguments } creation)
        {
            return null;
        }

        var value = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "Value") ?? arguments[1];
        var index = arguments.IndexOf(value);
        var list = creation.ArgumentList!.WithArguments(arguments.RemoveAt(index));
        return new Replacement("Remove the value next to the parameter", creation, creation.WithArgumentList(list));
    }
}
