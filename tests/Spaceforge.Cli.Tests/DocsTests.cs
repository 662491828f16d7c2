namespace Spaceforge.Cli.Tests;

/// <summary><c>spaceforge docs</c>: the README beside a plugin, or another page.</summary>
public sealed class DocsTests : IDisposable
{
    const string Manifest = "name: scanner\nversion: '1.0.0'\ndescription: Scans plans\nauthor: Me\n"
        + "parameters: [{name: Key, description: A key, type: string, sensitive: false, required: true, id: key}]\n";

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_page_is_made_checked_and_renewed()
    {
        _tool.Folder.Write("plugin.yaml", Manifest);
        Assert.Contains("README.md is missing. Write it with: spaceforge docs plugin.yaml\n",
            (await _tool.RunAsync("docs", "--check")).ShouldExit(1).Error, StringComparison.Ordinal);
        Assert.Equal("Wrote README.md\n", (await _tool.RunAsync("docs")).ShouldExit(0).Error);
        var page = Read("README.md");
        Assert.StartsWith("# `scanner`\n\n<!-- spaceforge:docs -->\n\n### Parameters\n", page, StringComparison.Ordinal);
        Assert.Contains("| Key | `key` | string | **required** | A key |\n", page, StringComparison.Ordinal);
        (await _tool.RunAsync("docs", "--check")).ShouldExit(0);

        _tool.Folder.Write("README.md", page.Replace("# `scanner`", "# My own words", StringComparison.Ordinal));
        _tool.Folder.Write("plugin.yaml", Manifest.Replace("A key", "Another key", StringComparison.Ordinal));
        var stale = (await _tool.RunAsync("docs", "plugin.yaml", "--check")).ShouldExit(1);
        Assert.Contains("+| Key | `key` | string | **required** | Another key |\n", stale.Output, StringComparison.Ordinal);
        (await _tool.RunAsync("docs", "plugin.yaml")).ShouldExit(0);
        Assert.StartsWith("# My own words\n", Read("README.md"), StringComparison.Ordinal);
        Assert.Contains("Another key", Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_is_documented_in_the_page_that_is_named()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With("AddToPolicyInput(\"mine\", 1);"));
        (await _tool.RunAsync("docs", "--readme", "page.md")).ShouldExit(0);
        Assert.Contains("| `after_plan` | The plugin's code |\n", Read("page.md"), StringComparison.Ordinal);
        Assert.Contains("| `input.third_party_metadata.custom.mine` | Written by the plugin |\n", Read("page.md"), StringComparison.Ordinal);
        Assert.False(File.Exists(_tool.Folder.PathOf("README.md")));

        // A link must not lead out of the repository, and a page that is not understood stays as it is.
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("victim.md", "mine\n");
        File.CreateSymbolicLink(_tool.Folder.PathOf("README.md"), elsewhere.PathOf("victim.md"));
        (await _tool.RunAsync("docs")).ShouldExit(2);
        Assert.Equal("mine\n", await File.ReadAllTextAsync(elsewhere.PathOf("victim.md"), TestContext.Current.CancellationToken));
        _tool.Folder.Write("page.md", "<!-- spaceforge:docs -->\n");
        Assert.Contains("page.md: '<!-- spaceforge:docs -->' has no '<!-- /spaceforge:docs -->' after it.",
            (await _tool.RunAsync("docs", "--readme", "page.md")).ShouldExit(2).Error, StringComparison.Ordinal);
        Assert.Equal("<!-- spaceforge:docs -->\n", Read("page.md"));
    }

    string Read(string file) => File.ReadAllText(_tool.Folder.PathOf(file));
}
