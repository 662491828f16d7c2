using System.Text.RegularExpressions;

namespace Spaceforge.Package.Tests;

/// <summary>The analyzers in the packed package, as plugins get them.</summary>
public sealed partial class AnalyzerTests(NewUser user)
{
    [Fact]
    public async Task Every_mistake_is_shown_once_at_its_place()
    {
        var source = await File.ReadAllTextAsync(
            Repository.PathOf("tests", "Spaceforge.Package.Tests", "Plugins", "mistakes.cs"), TestContext.Current.CancellationToken);
        user.Home.Write("mistakes/plugin.cs", source);
        // Suggestions are for editors; builds only show warnings and errors.
        user.Home.Write("mistakes/.editorconfig", """
            root = true

            [*.cs]
            dotnet_diagnostic.SF0714.severity = warning
            dotnet_diagnostic.SF1009.severity = warning
            dotnet_diagnostic.SF1010.severity = warning
            """);

        var built = (await user.RunInAsync(user.Home.PathOf("mistakes"), "dotnet", "build", "plugin.cs", "--nologo", "-tl:off")).ShouldExit(
            1);

        // The SDK repeats all messages at the end.
        var shown = Shown().Matches(built.Output).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}")
            .Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Expected(source).Order(StringComparer.Ordinal), shown);
        Assert.Equal(Codes(), shown.Select(line => line[^6..]).Order(StringComparer.Ordinal));
        Assert.Contains("docs/diagnostics/SF0203.md", built.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_plugin_builds_silently()
    {
        var folder = user.QuickStart("analyzed");
        var built = (await user.RunInAsync(folder, "dotnet", "build", "plugin.cs", "--nologo", "-tl:off")).ShouldExit(0);
        Assert.DoesNotMatch(@"\b(SF|AD|CS)\d{4}\b", built.Output + built.Error);
    }

    /// <summary>Line, column and code of each comment such as <c>// SF0203: Default</c>, which names the text that is wrong.</summary>
    static IEnumerable<string> Expected(string source)
    {
        foreach (var (i, line) in source.Split('\n').Index())
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                yield return $"({i + 1},{line.IndexOf(comment.Groups[2].Value, StringComparison.Ordinal) + 1}) {comment.Groups[1].Value}";
            }
        }
    }

    /// <summary>All codes of the analyzers.</summary>
    internal static IEnumerable<string> Codes() =>
        File.ReadLines(Repository.PathOf("src", "Spaceforge.Analyzers", "AnalyzerReleases.Unshipped.md"))
        .Concat(File.ReadLines(Repository.PathOf("src", "Spaceforge.Analyzers", "AnalyzerReleases.Shipped.md")))
        .Where(line => line.StartsWith("SF", StringComparison.Ordinal)).Select(line => line[..6]).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"plugin\.cs(\(\d+,\d+\)): (?:error|warning) (SF\d{4}): ")]
    private static partial Regex Shown();

    [GeneratedRegex(@"// (SF\d{4}): (.+)$")]
    private static partial Regex Comment();
}
