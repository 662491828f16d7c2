using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Spaceforge.Tests.Architecture;

/// <summary>Usings are in the order that <c>dotnet format</c> gives them, which compilers do not check.</summary>
public sealed class UsingTests
{
    [Fact]
    public void Usings_are_sorted()
    {
        var found = ((string[])["src", "tests", "plugins", "samples", "benchmarks"])
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Split('/').Any(name => name is "obj" or "bin" or "artifacts"))
            .SelectMany(path => Unsorted(File.ReadAllText(path)).Select(name => $"{Path.GetRelativePath(Repository.Root, path)}: {name}"));
        Assert.Equal("", string.Join('\n', found));
    }

    [Theory]
    [InlineData("using System;\nusing System.IO;\nusing A;\nusing A.B;\nusing static System.Math;\nusing X = System.Int32;\n", "")]
    [InlineData("using A;\nusing System;\n", "System")]
    [InlineData("using B;\nusing A;\n", "A")]
    [InlineData("using A.B;\nusing A;\n", "A")]
    [InlineData("using static A.C;\nusing B;\n", "B")]
    [InlineData("using Systems;\nusing A;\n", "A")]
    [InlineData("global using A;\nusing System;\n", "")]
    public void An_unsorted_one_is_found(string code, string expected) => Assert.Equal(expected, string.Join(',', Unsorted(code)));

    static IEnumerable<string> Unsorted(string code)
    {
        var usings = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot().Usings;
        return usings.Zip(usings.Skip(1)).Where(pair => Compare(pair.First, pair.Second) > 0)
            .Select(pair => $"{pair.Second.NamespaceOrType}");
    }

    static int Compare(UsingDirectiveSyntax first, UsingDirectiveSyntax second)
    {
        var byKind = Kind(first).CompareTo(Kind(second));
        if (byKind != 0) return byKind;
        if (first.Alias is { } alias) return string.Compare($"{alias.Name}", $"{second.Alias!.Name}", StringComparison.OrdinalIgnoreCase);

        var (names, others) = (Names(first), Names(second));
        var difference = names.Zip(others, (name, other) => string.Compare(name, other, StringComparison.OrdinalIgnoreCase))
            .FirstOrDefault(order => order != 0);
        return difference != 0 ? difference : names.Length.CompareTo(others.Length);
    }

    // System first, then other namespaces, then static members, then aliases; global ones before all.
    static int Kind(UsingDirectiveSyntax item) => (item.GlobalKeyword.IsKind(SyntaxKind.None) ? 10 : 0)
        + (item.Alias is not null ? 4 : item.StaticKeyword.IsKind(SyntaxKind.None) ? Names(item)[0] == "System" ? 0 : 1
            : Names(item)[0] == "System" ? 2 : 3);

    static string[] Names(UsingDirectiveSyntax item) => $"{item.NamespaceOrType}".Split('.');
}
