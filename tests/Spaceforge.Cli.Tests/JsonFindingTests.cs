using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests;

/// <summary><c>--json</c>: standard output is one JSON document, whatever happens.</summary>
public sealed class JsonFindingTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_plugin_that_does_not_build_is_a_list_of_findings()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With("int x = \"text\";"));
        var found = await FindingsAsync(2, "generate", "--json");
        var error = found.First(finding => (string?)finding!["code"] == "CS0029")!;
        Assert.Equal("plugin.cs", (string?)error["file"]);
        Assert.True((int?)error["line"] > 1);
    }

    [Fact]
    public async Task A_check_and_a_page_that_are_stale_are_findings()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With("await Task.CompletedTask;"));
        var missing = Assert.Single(await FindingsAsync(1, "generate", "--check", "--json"))!;
        Assert.Contains("plugin.yaml does not exist", (string?)missing["message"], StringComparison.Ordinal);

        Assert.Empty(await FindingsAsync(0, "generate", "--json"));
        Assert.Equal("README.md", (string?)Assert.Single(await FindingsAsync(1, "docs", "--check", "--json"))!["file"]);
        Assert.Empty(await FindingsAsync(0, "validate", "--json"));
    }

    [Theory]
    [InlineData("validate", "missing.yaml", "--json")]
    [InlineData("policy", "check", "--wrong", "--json")]
    [InlineData("simulate", "missing.yaml", "--json", "-")]
    [InlineData("new", "a/b", "--json")]
    [InlineData("publish", "missing.cs", "--embed", "--json")]
    [InlineData("diff", "missing.yaml", "missing.yaml", "--json")]
    [InlineData("policy", "eval", "missing.yaml", "--input", "missing.json", "--json")]
    public async Task A_wrong_command_line_is_a_finding(params string[] arguments) =>
        Assert.Equal("error", (string?)(await FindingsAsync(2, arguments))[0]!["severity"]);

    [Fact]
    public async Task What_new_finds_in_a_manifest_is_a_list_of_findings()
    {
        _tool.Folder.Write("plugin.yaml", "name: a\nversion: 1.0.0\ndescription: b\nauthor: c\nunknown: d\n");
        var found = (await FindingsAsync(2, "new", "other", "--from", "plugin.yaml", "--json"))[0]!;
        Assert.Equal(("plugin.yaml", "SF1105", 5), ((string?)found["file"], (string?)found["code"], (int?)found["line"]));
        Assert.Empty(await FindingsAsync(0, "new", "mine", "--json"));
    }

    [Fact]
    public async Task Tests_of_policies_have_the_option_too()
    {
        _tool.Folder.Write("a_test.rego", "package a\n\ntest_b if 1 == 1\n");
        Assert.Equal("test_b", (string?)Assert.Single(await FindingsAsync(0, "policy", "test", ".", "--json"))!["name"]);
    }

    async Task<JsonArray> FindingsAsync(int exitCode, params string[] arguments) =>
        JsonNode.Parse((await _tool.RunAsync(arguments)).ShouldExit(exitCode).Output)!.AsArray();
}
