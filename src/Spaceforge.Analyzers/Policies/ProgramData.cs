using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Analyzers.Policies;

/// <summary>The custom data of policies that a whole program writes and reads, by the text of its files.</summary>
sealed class ProgramData
{
    static readonly Regex PluginClass = new(@":\s*(?:Spaceforge\.)?SpaceforgePlugin\b", RegexOptions.CultureInvariant);

    readonly WrittenData written;
    readonly HashSet<string> read = new(StringComparer.Ordinal);
    readonly bool isOpaque;
    readonly bool mayReadOthers;

    ProgramData(Compilation compilation, CancellationToken cancellationToken)
    {
        var roots = compilation.SyntaxTrees.Select(tree => tree.GetRoot(cancellationToken)).ToArray();
        var texts = roots.Select(root => root.SyntaxTree.GetText(cancellationToken).ToString()).ToArray();
        var strings = new List<string>();
        var plans = false;
        foreach (var root in roots)
        {
            foreach (var token in root.DescendantTokens().Where(token => IsText(token)))
            {
                var text = token.ValueText.Replace("\r\n", "\n");
                if (text.IndexOf("package", StringComparison.Ordinal) >= 0) strings.Add(text);
                if (text.IndexOf("third_party_metadata", StringComparison.Ordinal) < 0) continue;
                var (keys, all) = CustomData.Reads(text);
                read.UnionWith(keys.Select(key => key.Key));
                // An interpolated key.
                mayReadOthers |= all || token.IsKind(SyntaxKind.InterpolatedStringTextToken);
            }

            foreach (var creation in root.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>().Where(IsPlan))
            {
                plans = true;
                mayReadOthers |= Body(creation) is not { } body || !IsWritten(body, root);
            }
        }

        written = CustomData.Writes(texts, strings);
        isOpaque = !texts.Any(text => PluginClass.IsMatch(text));
        mayReadOthers |= !plans;
    }

    public static ProgramData Of(Compilation compilation, CancellationToken cancellationToken) => new(compilation, cancellationToken);

    /// <summary>Nothing in the program can write the key.</summary>
    public bool IsUnwritten(string key) => !isOpaque && !written.Has(key);

    /// <summary>The program has plan policies, and none of them reads the key.</summary>
    public bool IsUnread(string key) => !isOpaque && !mayReadOthers && written.Keys.Contains(key) && !read.Contains(key);

    static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
        or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken;

    static bool IsPlan(BaseObjectCreationExpressionSyntax creation) => creation.ArgumentList?.Arguments.Any(
        argument => argument.Expression.ToString() is "PolicyType.Plan" or "new(\"PLAN\")" or "new PolicyType(\"PLAN\")") == true;

    static ExpressionSyntax? Body(BaseObjectCreationExpressionSyntax creation) =>
        creation.ArgumentList!.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "Body")?.Expression
            ?? (creation.ArgumentList.Arguments.Count > 2 ? creation.ArgumentList.Arguments[2].Expression : null);

    static bool IsWritten(ExpressionSyntax expression, SyntaxNode root) => expression switch
    {
        LiteralExpressionSyntax or InterpolatedStringExpressionSyntax => true,
        ParenthesizedExpressionSyntax inner => IsWritten(inner.Expression, root),
        IdentifierNameSyntax name => root.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(
            declared => declared.Identifier.ValueText == name.Identifier.ValueText
                && declared.Initializer?.Value is LiteralExpressionSyntax or BinaryExpressionSyntax),
        BinaryExpressionSyntax => true,
        _ => false,
    };
}
