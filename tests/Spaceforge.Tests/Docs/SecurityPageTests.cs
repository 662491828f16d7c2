using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Spaceforge.Tests.Docs;

/// <summary>The table of <c>docs/security.md</c> has the tests that are marked as attacks, and no others.</summary>
public sealed partial class SecurityPageTests
{
    [Fact]
    public void Each_attack_has_a_row_and_each_row_a_test()
    {
        var rows = File.ReadLines(Repository.PathOf("docs", "security.md")).Select(line => Row().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).ToArray();
        var tests = Sources().SelectMany(Attacks).Order(StringComparer.Ordinal).ToArray();

        Assert.True(tests.Length >= 80, $"There are {tests.Length} attacks.");
        Assert.True(tests.SequenceEqual(rows), $"""
            The table is not of these tests: run tests/security/table --write.
            Without a row: {string.Join(", ", tests.Except(rows))}
            Without a test: {string.Join(", ", rows.Except(tests))}
            """);
    }

    [Fact]
    public void No_attack_got_through() =>
        Assert.DoesNotContain(File.ReadLines(Repository.PathOf("docs", "security.md")), line => Row().IsMatch(line) && line.Contains("FAILED", StringComparison.Ordinal));

    static IEnumerable<string> Sources() => ((string[])[Repository.PathOf("tests"), Repository.PathOf("plugins")])
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    static IEnumerable<string> Attacks(string path)
    {
        var text = File.ReadAllText(path);
        if (!text.Contains("[Attack(", StringComparison.Ordinal)) return [];

        return CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() == "Attack"))
            .Select(method => $"{((ClassDeclarationSyntax)method.Parent!).Identifier.ValueText}.{method.Identifier.ValueText}");
    }

    [GeneratedRegex(@"\A\| \d+ \|.*\| `(\w+\.\w+)` \| [^|]* \| [^|]* \|\z")]
    private static partial Regex Row();
}
