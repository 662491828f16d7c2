using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Spaceforge.Compiler;

/// <summary>Detects sources that .NET's generators would add code to or report errors in.</summary>
/// <remarks>
/// All of them are triggered by an attribute. Missing generated code is not always an error: calls of a partial method without a
/// body are silently removed.
/// </remarks>
static class GeneratorNames
{
    static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "GeneratedComClass", "GeneratedComInterface", "GeneratedRegex", "JSExport",
        "JSImport", "JsonSerializable", "JsonSourceGenerationOptions",
        "LibraryImport", "LoggerMessage", "OptionsValidator",
    };

    /// <exception cref="RefusedException">The source uses such a name, or may use one.</exception>
    public static void CheckNone(SyntaxTree tree)
    {
        foreach (var token in tree.GetRoot().DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.PartialKeyword)) throw new RefusedException($"{tree.FilePath} uses 'partial'");
            if (token.IsKind(SyntaxKind.IdentifierToken) && IsAttribute(token.ValueText))
            {
                throw new RefusedException($"{tree.FilePath} uses {token.ValueText}");
            }
        }
    }

    static bool IsAttribute(string name) => Attributes.Contains(name)
        || (name.EndsWith("Attribute", StringComparison.Ordinal) && Attributes.Contains(name[..^"Attribute".Length]));
}
