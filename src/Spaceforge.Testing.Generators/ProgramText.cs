using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Spaceforge.Testing.Generators;

/// <summary>The text of a file-based app.</summary>
static class ProgramText
{
    static readonly CSharpParseOptions FileBased = new CSharpParseOptions(LanguageVersion.Preview)
        .WithFeatures([new("FileBasedProgram", "true")]);

    /// <summary>
    /// The text without its top-level statements and the lines that start with <c>#!</c> and <c>#:</c>. The other lines keep their numbers.
    /// </summary>
    public static string Without(string text, CancellationToken cancellationToken)
    {
        var root = CSharpSyntaxTree.ParseText(text, FileBased, cancellationToken: cancellationToken)
            .GetCompilationUnitRoot(cancellationToken);
        var statements = root.Members.OfType<GlobalStatementSyntax>().Select(statement => statement.Span);
        var lines = root.GetLeadingTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.ShebangDirectiveTrivia) || trivia.IsKind(SyntaxKind.IgnoredDirectiveTrivia))
            .Select(trivia => trivia.Span);

        var rest = new StringBuilder(text);
        foreach (var span in statements.Concat(lines)) Blank(rest, span);
        return rest.ToString();
    }

    static void Blank(StringBuilder text, TextSpan span)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (text[i] is not ('\n' or '\r')) text[i] = ' ';
        }
    }
}
