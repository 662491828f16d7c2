using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Spaceforge.Tests.Architecture;

/// <summary>Lines of code end at column 140.</summary>
public sealed partial class LineTests
{
    const int Longest = 140;

    // A text of this length would read worse in pieces.
    const int LongText = 50;

    [Fact]
    public void Only_a_long_text_makes_a_longer_line()
    {
        var found = ((string[])["src", "tests"])
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !Left().IsMatch(path))
            .SelectMany(path => LongLines(File.ReadAllText(path)).Select(line => $"{Path.GetRelativePath(Repository.Root, path)}:{line}"));
        Assert.Equal("", string.Join('\n', found));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(LongText + 20, 0)]
    public void A_line_is_found(int text, int lines)
    {
        var code = $"class C {{ string {new string('a', Longest - text)} = \"{new string('b', text)}\"; }}";
        Assert.Equal(lines, LongLines(code).Count());
    }

    static IEnumerable<int> LongLines(string code)
    {
        if (!code.Split('\n').Any(line => line.Length > Longest)) yield break;

        var tree = CSharpSyntaxTree.ParseText(code);
        var root = tree.GetRoot();
        foreach (var line in tree.GetText().Lines.Where(line => line.Span.Length > Longest))
        {
            var literals = root.DescendantTokens(line.Span).Where(IsText).Select(token => token.Span);
            var interpolated = root.DescendantNodes(line.Span).OfType<InterpolatedStringExpressionSyntax>().Select(text => text.Span);
            var isLong = literals.Concat(interpolated).Any(text => text.Intersection(line.Span)?.Length >= LongText);
            if (!isLong) yield return line.LineNumber + 1;
        }
    }

    // What is built, and code that pages show as it is.
    [GeneratedRegex("/(obj|bin)/|/tests/Spaceforge.Tests/Docs/|/tests/[A-Za-z.]+/Plugins/|ScanningPage|/Spaceforge.Templates/")]
    private static partial Regex Left();

    static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken;
}
