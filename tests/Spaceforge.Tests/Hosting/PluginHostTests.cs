namespace Spaceforge.Tests.Hosting;

/// <summary>The command line of a plugin's program.</summary>
public sealed class PluginHostTests
{
    readonly TestConsole _console = new();

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("generate", "--help")]
    [InlineData("run", "-h")]
    public async Task Help_goes_to_the_output(params string[] args)
    {
        Assert.Equal(0, await _console.RunAsync<TestPlugin>(args));
        Assert.StartsWith("Usage:", _console.Output, StringComparison.Ordinal);
        Assert.Empty(_console.Error);
    }

    [Fact]
    public async Task The_version_is_the_plugins_and_the_librarys()
    {
        Assert.Equal(0, await _console.RunAsync<TestPlugin>("--version"));
        Assert.Equal("test 1.0.0 (Spaceforge 1.0.0)\n", _console.Output);
    }

    [Theory]
    [InlineData("No command")]
    [InlineData("'gen'", "gen")]
    [InlineData("--output needs a value", "generate", "--output")]
    [InlineData("'--force'", "generate", "--force")]
    [InlineData("run needs a hook", "run")]
    [InlineData("'--quiet'", "run", "--quiet")]
    [InlineData("'after_init'", "run", "after_plan", "after_init")]
    [InlineData("--source FILE", "generate", "--source", "/no/such/plugin.cs")]
    public async Task Wrong_arguments_are_named(string message, params string[] args)
    {
        Assert.Equal(2, await _console.RunAsync<TestPlugin>(args));
        Assert.Contains(message, _console.Error, StringComparison.Ordinal);
        Assert.Empty(_console.Output);
    }

    [Fact]
    public async Task Generate_writes_beside_the_source_by_default()
    {
        using var folder = new TemporaryFolder();
        var source = folder.Write("plugin.cs", "// source\n");

        Assert.Equal(0, await _console.RunAsync<TestPlugin>("generate", "--source", source));
        Assert.Equal(0, await _console.RunAsync<TestPlugin>("generate", "--source", source, "-o", "-"));

        Assert.Equal(_console.Output, await File.ReadAllTextAsync(folder.PathOf("plugin.yaml"), TestContext.Current.CancellationToken));
        Assert.Equal($"Wrote {folder.PathOf("plugin.yaml")}\n", _console.Error);
    }

    [Fact]
    public async Task A_manifest_larger_than_those_that_are_read_is_not_written()
    {
        using var folder = new TemporaryFolder();
        var source = folder.Write("plugin.cs", "// source\n");
        var old = folder.Write("plugin.yaml", "name: old\n");
        foreach (var output in (string[])["plugin.yaml", "-"])
        {
            Assert.Equal(2, await _console.RunAsync<LargePlugin>("generate", "--source", source, "-o", output == "-" ? "-" : old));
        }

        Assert.Matches("^(error: The manifest would have 16[0-9]{6} bytes, and at most 16000000 are read. "
            + "Fetch large files in a hook instead of mounting them.\n){2}$", _console.Error);
        Assert.Empty(_console.Output);
        Assert.Equal("name: old\n", await File.ReadAllTextAsync(old, TestContext.Current.CancellationToken));
    }

    sealed class LargePlugin : TestPlugin
    {
        public override IReadOnlyList<Context> Contexts =>
        [
            new("large")
            {
                MountedFiles = [.. Enumerable.Range(0, 10).Select(number => new MountedFile($"{number}", new string('x', 1_600_000)))],
            },
        ];
    }
}
