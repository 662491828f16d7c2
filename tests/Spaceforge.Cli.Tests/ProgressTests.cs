using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests;

/// <summary>What a person sees while something takes longer than a second: as long as a test wants.</summary>
public sealed class ProgressTests : IDisposable
{
    const string Refusal = "error: plugin.cs does not build.";

    readonly Tool _tool = new();
    FileStream? _gate;

    public void Dispose()
    {
        _gate?.Dispose();
        _tool.Dispose();
    }

    [Theory]
    [InlineData(80, "Building plugin.cs ")]
    [InlineData(20, "Building plu... ")]
    public async Task A_long_build_is_one_line_that_fits_and_is_gone_before_its_errors(int columns, string start)
    {
        await DelayAsync(FailingBuild());
        using var terminal = new WatchedTerminal(_tool, "generate --no-cache", columns);
        Assert.Matches("^[0-9]+ s$", (await terminal.RowAsync(start))[start.Length..]);
        Assert.StartsWith(start, terminal.Screen.Rows[^1], StringComparison.Ordinal);

        await GoOnAsync();
        // Where a row ends, a blank may be lost.
        var text = string.Concat(await terminal.EndAsync(exitCode: 2)).Replace(" ", "", StringComparison.Ordinal);
        Assert.StartsWith("plugin.cs(2,1):errorCS0001:Wrong.", text, StringComparison.Ordinal);
        Assert.EndsWith(Refusal.Replace(" ", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
        Assert.DoesNotContain("Building", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_stays_where_the_terminal_becomes_narrower(bool wraps)
    {
        await DelayAsync(FailingBuild());
        using var terminal = new WatchedTerminal(_tool, "generate --no-cache");
        await terminal.RowAsync("Building plugin.cs ");
        await terminal.ShrinkAsync(16, wraps);
        await terminal.RowAsync("Building... ");

        await GoOnAsync();
        var text = string.Concat(await terminal.EndAsync(exitCode: 2));
        Assert.DoesNotContain("Building", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_leaves_nothing()
    {
        await DelayAsync($"kill -INT $PPID; read -r more <'{Gate}'");
        using var terminal = new WatchedTerminal(_tool, "generate --no-cache");
        await terminal.RowAsync("Building plugin.cs ");

        await GoOnAsync();
        Assert.Empty(await terminal.EndAsync(exitCode: 130));
    }

    [Fact]
    public async Task Nothing_is_shown_where_nobody_looks()
    {
        const string Generate = "generate --no-cache";
        await DelayAsync(FailingBuild());
        using var inCi = With("CI", "true", Generate);
        using var dumb = With("TERM", "dumb", Generate);
        using var unknown = With("TERM", null, Generate);
        using var file = new WatchedTerminal(_tool, $"{Generate} 2>error");
        WatchedTerminal[] others = [inCi, dumb, unknown, file];
        await Wait.UntilAsync(() => Started == others.Length, "the builds that nobody looks at");
        using var seen = new WatchedTerminal(_tool, $"{Generate} --json >findings.json");
        // By then, the others have taken longer.
        await seen.RowAsync("Building plugin.cs ");

        await GoOnAsync(others.Length + 1);
        Assert.Equal(Refusal, (await seen.EndAsync(exitCode: 2))[^1]);
        foreach (var other in others)
        {
            await other.EndAsync(exitCode: 2);
            Assert.DoesNotContain("Building", other.Written, StringComparison.Ordinal);
        }

        Assert.StartsWith("plugin.cs(2,1): ", await File.ReadAllTextAsync(_tool.Folder.PathOf("error"), Stop), StringComparison.Ordinal);
        var findings = JsonNode.Parse(await File.ReadAllTextAsync(_tool.Folder.PathOf("findings.json"), Stop))!.AsArray();
        Assert.NotEmpty(findings);
    }

    [Fact]
    public async Task A_silent_hook_is_named_and_its_output_stays_as_it_is()
    {
        await PrepareAsync();
        _tool.Folder.Write("plugin.yaml", $"""
            name: silent
            version: 1.0.0
            description: Waits
            author: Me
            contexts:
              - name_prefix: main
                description: Waits
                hooks:
                  before_init:
                    - echo one; read -r line <'{Gate}'; printf 'two\nthree\n'
            """);
        using var terminal = new WatchedTerminal(_tool, "simulate plugin.yaml --no-isolation --phase init=: --phase plan=:");
        await terminal.RowAsync("Running before_init of silent ");
        Assert.Contains("   one", terminal.Screen.Rows);

        await GoOnAsync();
        var rows = await terminal.EndAsync(exitCode: 0);
        Assert.Equal(["   one", "   two", "   three"], rows.SkipWhile(row => row != "   one").Take(3));
        Assert.DoesNotContain(rows, row => row.Contains("Running before_init", StringComparison.Ordinal));
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string Gate => _tool.Folder.PathOf("gate");

    int Started => Directory.EnumerateFiles(_tool.Folder.Path, "started.*").Count();

    string FailingBuild() => $"echo '{_tool.Folder.PathOf("plugin.cs")}(2,1): error CS0001: Wrong.'; exit 1";

    WatchedTerminal With(string name, string? value, string arguments)
    {
        var before = _tool.Variables[name];
        _tool.Variables[name] = value;
        try
        {
            return new WatchedTerminal(_tool, arguments);
        }
        finally
        {
            _tool.Variables[name] = before;
        }
    }

    /// <summary>A build that waits, and then does something.</summary>
    async Task DelayAsync(string then)
    {
        await PrepareAsync();
        _tool.Folder.Write("plugin.cs", PluginText.With());
        _tool.Folder.WriteScript("programs/dotnet", $": >'{_tool.Folder.Path}'/started.$$; read -r line <'{Gate}'; {then}");
        _tool.Variables["DOTNET_HOST_PATH"] = _tool.Folder.PathOf("programs/dotnet");
    }

    async Task PrepareAsync()
    {
        (_tool.Variables["TERM"], _tool.Variables["CI"], _tool.Variables["NO_COLOR"]) = ("xterm", null, "1");
        (await new CommandLine("mkfifo", Gate).RunAsync()).ShouldExit(0);
        // Whoever opens it for reading and writing waits for nobody.
        _gate = new FileStream(Gate, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>Lets those go on who wait.</summary>
    async Task GoOnAsync(int count = 1) => await _gate!.WriteAsync(Enumerable.Repeat((byte)'\n', count).ToArray());
}
