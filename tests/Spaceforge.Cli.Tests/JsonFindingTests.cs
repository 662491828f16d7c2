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
    public async Task A_wrong_command_line_is_a_finding(params string[] arguments) =>
        Assert.Equal("error", (string?)(await FindingsAsync(2, arguments))[0]!["severity"]);

    async Task<JsonArray> FindingsAsync(int exitCode, params string[] arguments) =>
        JsonNode.Parse((await _tool.RunAsync(arguments)).ShouldExit(exitCode).Output)!.AsArray();
}
