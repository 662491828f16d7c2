using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Spaceforge.Compiler;

/// <summary>Tells sources that the generators of .NET would add code to, or complain about.</summary>
/// <remarks>
/// All of them start from an attribute. That the code is missing does not always show: a partial method without a body is no error,
/// and calls of it are left out in silence.
/// </remarks>
static class GeneratorNames
{
    static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "GeneratedComClass", "GeneratedComInterface", "GeneratedRegex", "JSExport",
        "JSImport", "JsonSerializable", "JsonSourceGenerationOptions",
        "LibraryImport", "LoggerMessage", "OptionsValidator",
    };

    /// <exception cref="RefusedException">There is such a name in the source, or it is not certain that there is none.</exception>
    public static void CheckNone(SyntaxTree tree)
    {
        foreach (var token in tree.GetRoot().DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.PartialKeyword)) throw new RefusedException($"{tree.FilePath} has something partial");
            if (token.IsKind(SyntaxKind.IdentifierToken) && IsAttribute(token.ValueText))
            {
                throw new RefusedException($"{tree.FilePath} has {token.ValueText}");
            }
        }
    }

    static bool IsAttribute(string name) => Attributes.Contains(name)
        || (name.EndsWith("Attribute", StringComparison.Ordinal) && Attributes.Contains(name[..^"Attribute".Length]));
}
