using System.Text.RegularExpressions;

namespace Spaceforge.Catalog.Tests;

/// <summary>Rules for every plugin in the catalog.</summary>
public sealed partial class CatalogTests : IDisposable
{
    readonly Tool _tool = new();

    public static TheoryData<string> Plugins => [.. Catalog.Names];

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_manifests_are_those_that_the_plugins_make()
    {
        // Of copies, away from the settings of the clone, plugins with the same packages share a build.
        File.Copy(Repository.PathOf("global.json"), _tool.Folder.PathOf("global.json"));
        foreach (var name in Catalog.Names)
        {
            foreach (var file in (string[])["plugin.cs", "plugin.yaml"]) _tool.Folder.Write($"{name}/{file}", Catalog.TextOf(name, file));
        }

        string[][] checks =
        [
            ["generate", "--check", "--form", "source", .. Catalog.Names.Select(name => $"{name}/plugin.cs")],
            // In place, the settings choose the form.
            ["generate", "--check", Catalog.PathOf("trivy", "plugin.cs"), Catalog.PathOf("notify", "plugin.cs")],
        ];
        foreach (var arguments in checks)
        {
            var check = (await _tool.RunAsync(arguments)).ShouldExit(0);
            Assert.DoesNotContain("warning", check.Output + check.Error, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_manifests_satisfy_the_schema_and_the_rules()
    {
        using var parsers = new ForeignParsers();
        var errors = parsers.Validate([.. Catalog.Names.Select(name => Catalog.TextOf(name, "plugin.yaml"))], Repository.ManifestSchema);
        Assert.Equal(Catalog.Names.Count, errors.Count);
        Assert.All(errors, found => Assert.Empty(found!.AsArray()));

        var validated = await _tool.RunAsync(["validate", .. Catalog.Names.Select(name => Catalog.PathOf(name, "plugin.yaml"))]);
        Assert.Equal(("", ""), (validated.ShouldExit(0).Output, validated.Error));
    }

    [Fact]
    [Trait("Only", "ci")]
    public async Task The_portable_manifests_are_valid_and_the_same_bytes_in_another_folder()
    {
        string[] paths = [.. Catalog.Names.Select(name => Repository.PathOf("artifacts", "manifests", $"{name}.yaml"))];
        if (!paths.All(File.Exists)) Needs.Missing("the catalog has no portable manifests; ./build manifests makes them");
        var validated = await _tool.RunAsync(["validate", .. paths]);
        Assert.Equal(("", ""), (validated.ShouldExit(0).Output, validated.Error));

        // They are of copies. One is enough: what depends on the folder would be in each.
        var inPlace = await _tool.RunAsync(
            "generate", Catalog.PathOf("notify", "plugin.cs"), "--form", "portable", "--no-cache", "-o", "-");
        Assert.True(
            inPlace.ShouldExit(0).Output == await File.ReadAllTextAsync(
                Repository.PathOf("artifacts", "manifests", "notify.yaml"), TestContext.Current.CancellationToken),
            "The portable manifest depends on the folder of the plugin.");
    }

    [Fact]
    public async Task Each_policy_has_tests_that_reach_all_of_it()
    {
        string[] manifests = [.. Catalog.Names
            .Where(name => Catalog.TextOf(name, "plugin.yaml").Contains("\npolicies:\n", StringComparison.Ordinal))
            .Select(name => Catalog.PathOf(name, "plugin.yaml"))];
        Assert.All(
            manifests, path => Assert.NotEmpty(Directory.GetFiles(Path.Combine(Path.GetDirectoryName(path)!, "tests"), "*_test.rego")));
        var tested = (await _tool.RunAsync(["policy", "test", .. manifests, "--threshold", "100"])).ShouldExit(0);
        Assert.Contains("PASS", tested.Output, StringComparison.Ordinal);
        (await _tool.RunAsync(["policy", "check", .. manifests])).ShouldExit(0);
    }

    [Fact]
    public async Task The_pages_have_the_tables_that_the_manifests_make()
    {
        var check = await _tool.RunAsync(["docs", "--check", .. Catalog.Names.Select(name => Catalog.PathOf(name, "plugin.yaml"))]);
        Assert.Equal(("", ""), (check.ShouldExit(0).Output, check.Error));
        Assert.All(Catalog.Names, name => Assert.Contains(
            "<!-- spaceforge:docs -->", Catalog.TextOf(name, "README.md"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_of_the_catalog_is_made_from_the_manifests()
    {
        var page = (await new CommandLine(Repository.PathOf("plugins", "index")).RunAsync()).ShouldExit(0).Output;
        Assert.True(page == await File.ReadAllTextAsync(Repository.PathOf("plugins", "README.md"), TestContext.Current.CancellationToken),
            "plugins/README.md is stale: plugins/index >plugins/README.md");
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Each_is_one_file_with_its_page_picture_and_test_data(string plugin)
    {
        Assert.InRange(File.ReadLines(Catalog.PathOf(plugin, "plugin.cs")).Count(), 1, 700);
        Assert.NotEmpty(Catalog.TextOf(plugin, Path.Combine("testdata", "README.md")));
        Assert.True(File.Exists(Catalog.PathOf(plugin, "tests", $"{plugin}.Tests.csproj")));
        Assert.InRange(new FileInfo(Catalog.PathOf(plugin, "output.png")).Length, 1, 100_000);

        var page = Catalog.TextOf(plugin, "README.md");
        Assert.StartsWith($"# {plugin}\n", page, StringComparison.OrdinalIgnoreCase);
        Assert.All((string[])["\n## Parameters\n", "\n## Policy input\n", "](output.png)"],
            part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.All(Parameters().Matches(
            Catalog.TextOf(plugin, "plugin.yaml")), name => Assert.Contains($"| {name.Groups[1].Value} |", page, StringComparison.Ordinal));
        Assert.All(Links().Matches(page), link => Assert.True(Path.Exists(Catalog.PathOf(plugin, link.Groups[1].Value)), link.Value));
    }

    // Only items of 'parameters' start with a name at this depth.
    [GeneratedRegex(@"^  - name: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Links();
}
