using System.Text.RegularExpressions;
using Spaceforge.Tests.Manifests;

namespace Spaceforge.Tests.Docs;

/// <summary>What the docs show is what is compiled and made.</summary>
public sealed partial class DocsTests
{
    [Theory]
    [InlineData("plugins.md", "PluginsPage.cs")]
    [InlineData("services.md", "ServicesPage.cs")]
    [InlineData("scanning.md", "../../Spaceforge.Scanning.Tests/ScanningPage.cs")]
    public void The_code_of_a_page_is_compiled(string page, string file)
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "Spaceforge.Tests", "Docs", file));
        var examples = Blocks($"docs/{page}", "csharp").ToLookup(example => UsingLine().IsMatch(example));

        Assert.NotEmpty(examples[false]);
        Assert.All(examples[false], example => Assert.Contains(Lines(example), Lines(source), StringComparison.Ordinal));
        // The namespace of a test has the types of what it tests without one.
        string[] tested = source.Contains("namespace Spaceforge.Scanning.", StringComparison.Ordinal)
            ? ["using Spaceforge;", "using Spaceforge.Scanning;"]
            : ["using Spaceforge;"];
        var needed = UsingLine().Matches(source).Select(line => line.Value).Concat(tested).Order(StringComparer.Ordinal);
        Assert.Equal(needed, examples[true].SelectMany(example => example.TrimEnd('\n').Split('\n')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_plugin_of_the_plugin_page_has_no_finding() => Assert.Empty(Generated.Findings(new PluginsPage { ApiToken = null! }));

    [Fact]
    public void The_readme_shows_the_sample_and_its_manifest_within_thirty_lines()
    {
        var source = File.ReadAllText(Repository.PathOf("samples", "quickstart", "plugin.cs"));
        var manifest = File.ReadAllText(Repository.PathOf("samples", "quickstart", "plugin.yaml"));
        var code = Blocks("README.md", "csharp");

        AssertExcerpt(code[0], source, "    // ...");
        AssertExcerpt(Blocks("README.md", "yaml")[0], manifest, "# ...");
        Assert.Equal(source, code[1]);

        var beginning = string.Join('\n', File.ReadLines(Repository.PathOf("README.md")).Take(30));
        Assert.Equal(4, beginning.Split("```").Length - 1);
    }

    [Fact]
    public void Every_link_between_pages_leads_somewhere()
    {
        string[] pages = [.. Directory.GetFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories), .. Directory.GetFiles(Repository.Root, "*.md"), Repository.PathOf("benchmarks", "README.md")];
        foreach (var page in pages)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                var target = Path.GetFullPath(link.Groups[1].Value, Path.GetDirectoryName(page)!);
                Assert.True(Path.Exists(target), $"{page}: {link.Groups[1].Value}");
            }
        }
    }

    [Fact]
    public async Task The_index_for_language_models_has_every_page()
    {
        var index = (await new CommandLine(Repository.PathOf("docs", "llms")).RunAsync()).ShouldExit(0).Output;
        Assert.All(Directory.GetFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories), page => Assert.Contains(
            $"]({Path.GetRelativePath(Repository.Root, page)})", index, StringComparison.Ordinal));
        var committed = await File.ReadAllTextAsync(Repository.PathOf("llms.txt"), TestContext.Current.CancellationToken);
        Assert.All(Link().Matches(committed), link => Assert.True(Path.Exists(Repository.PathOf(link.Groups[1].Value)), link.Value));
    }

    /// <summary>The lines of an excerpt stand in the whole, in the same order; where it says so, lines are left out.</summary>
    static void AssertExcerpt(string excerpt, string whole, string gap)
    {
        var rest = whole;
        foreach (var part in excerpt.TrimEnd('\n').Split($"{gap}\n"))
        {
            var start = rest.IndexOf(part, StringComparison.Ordinal);
            Assert.True(start >= 0, $"Not in the sample, or not in this order:\n{part}");
            rest = rest[(start + part.Length)..];
        }
    }

    static string[] Blocks(string page, string language) =>
        [.. Block().Matches(File.ReadAllText(Repository.PathOf(page.Split('/'))))
            .Where(block => block.Groups[1].Value == language)
            .Select(block => block.Groups[2].Value)];

    static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [A-Z][\w.]*;$", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"\]\(([^)#:]+)[^)]*\)")]
    private static partial Regex Link();
}
