using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests;

/// <summary><c>spaceforge diff</c>: files, plugins and revisions, of a repository whose settings start nothing.</summary>
public sealed class DiffTests : IDisposable
{
    const string Old = "name: scanner\nversion: '1.0.0'\ndescription: Scans plans\nauthor: Me\nlabels: [scan]\n";
    const string Hostile = """
        [core]
            fsmonitor = touch {0}
            hooksPath = hooks
            pager = touch {0}
        [filter "hostile"]
            smudge = touch {0}
            clean = touch {0}
            required = true
        [diff "hostile"]
            textconv = touch {0}
            command = touch {0}

        """;

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Files_are_compared_in_each_format()
    {
        _tool.Folder.Write("old.yaml", Old);
        _tool.Folder.Write("plugin.yaml", Old
            + "contexts:\n  - {name_prefix: c, description: '', env: [{key: A, value: x, sensitive: false}]}\n");

        var text = (await _tool.RunAsync("diff", "old.yaml")).ShouldExit(0);
        Assert.Contains("addition  variable A was added\n", text.Output, StringComparison.Ordinal);
        Assert.EndsWith("This calls for version 1.1.0 (minor), but it is 1.0.0.\n", text.Output, StringComparison.Ordinal);
        Assert.Equal(text.Output, (await _tool.RunAsync("diff", "old.yaml", "plugin.yaml", "--check")).ShouldExit(1).Output);
        var json = JsonNode.Parse((await _tool.RunAsync("diff", "old.yaml", "plugin.yaml", "--json")).ShouldExit(0).Output)!;
        Assert.Equal("minor", (string?)json["bump"]);
        Assert.Contains("| addition | variable `A` | was added |",
            (await _tool.RunAsync("diff", "old.yaml", "plugin.yaml", "--format", "markdown")).ShouldExit(0).Output,
            StringComparison.Ordinal);
        Assert.Contains("'nothing' is neither a file nor a git revision", (await _tool.RunAsync("diff", "nothing")).ShouldExit(2).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_is_read_from_the_repository_without_its_settings()
    {
        await GitAsync("init", "-q", "-b", "main");
        _tool.Folder.Write("sub/.gitattributes", "* filter=hostile diff=hostile\n");
        _tool.Folder.Write("sub/plugin.yaml", Old);
        _tool.Folder.Write("sub/plugin.cs", PluginText.With());
        await CommitAsync();
        _tool.Folder.Write("sub/plugin.yaml", Old
            + "parameters: [{name: K, description: '', type: string, sensitive: false, required: true, id: k}]\n");
        _tool.Folder.Write("sub/plugin.cs", PluginText.With(declarations: "public override string Version => \"1.0.1\";"));
        await CommitAsync();
        var mark = _tool.Folder.PathOf("started");
        File.AppendAllText(_tool.Folder.PathOf(".git/config"), Hostile.Replace("{0}", mark, StringComparison.Ordinal));
        _tool.Folder.WriteScript("hooks/post-checkout", $"touch {mark}");
        _tool.Folder.WriteScript("hooks/reference-transaction", $"touch {mark}");

        foreach (var arguments in (string[][])
        [
            ["HEAD~1", "sub/plugin.yaml"], ["HEAD~1:sub/plugin.yaml", "HEAD:sub/plugin.yaml"],
            ["HEAD~1:sub/plugin.yaml", "sub/plugin.yaml"],
        ])
        {
            var outcome = (await _tool.RunAsync(["diff", .. arguments])).ShouldExit(0);
            Assert.Contains("breaking  parameter k was added and is required\n", outcome.Output, StringComparison.Ordinal);
        }

        var plugin = (await _tool.RunAsync("diff", "HEAD~1", "sub/plugin.cs")).ShouldExit(0);
        Assert.Contains(" 1.0.0 -> 1.0.1\n", plugin.Output, StringComparison.Ordinal);
        var gone = (await _tool.RunAsync("diff", "HEAD:gone.yaml", "sub/plugin.yaml")).ShouldExit(2);
        Assert.Contains("'HEAD' has no file 'gone.yaml'.", gone.Error, StringComparison.Ordinal);
        (await _tool.RunAsync("diff", "--output=x", "sub/plugin.yaml")).ShouldExit(2);
        Assert.False(File.Exists(mark), "A program of the repository's settings was started.");
    }

    async Task CommitAsync()
    {
        await GitAsync("add", "-A");
        await GitAsync("-c", "user.name=Me", "-c", "user.email=me@example.com", "commit", "-qm", "A commit");
    }

    async Task GitAsync(params string[] arguments) =>
        (await new CommandLine("git", arguments) { Folder = _tool.Folder.Path }.RunAsync()).ShouldExit(0);
}
