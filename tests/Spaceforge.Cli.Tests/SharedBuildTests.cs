using System.Security.Cryptography;

namespace Spaceforge.Cli.Tests;

/// <summary>A plugin that differs from one in another folder only in its C# text needs only the compiler, with the same result.</summary>
public sealed class SharedBuildTests : IDisposable
{
    const string Full = "build with the SDK";
    const string Compile = "compile with the SDK";

    readonly Tool _tool = new();

    public SharedBuildTests() => _tool.Variables["XDG_CACHE_HOME"] = _tool.Folder.PathOf("cache");

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_plugin_in_another_folder_is_only_compiled_and_gives_what_a_full_build_gives()
    {
        _tool.Folder.Write("a/plugin.cs", PluginText.With());
        await GenerateAsync("a/plugin.cs", Full);
        var text = PluginText.With(
            """Logger.LogInformation("{Folder}", AppContext.GetData("EntryPointFileDirectoryPath"));""",
            "public override string Author => \"b\";");
        _tool.Folder.Write("b/below/plugin.cs", text);
        var shared = await GenerateAsync("b/below/plugin.cs", Compile);
        var ran = await RunAsync();
        var files = ProgramOf("b/below");

        _tool.Variables["XDG_CACHE_HOME"] = _tool.Folder.PathOf("other-cache");
        Assert.Equal(await GenerateAsync("b/below/plugin.cs", Full), shared);
        Assert.Equal(await RunAsync(), ran);
        Assert.Contains(_tool.Folder.PathOf("b", "below"), ran, StringComparison.Ordinal);
        Assert.Equal(ProgramOf("b/below"), files);

        async Task<string> RunAsync() =>
            (await _tool.RunAsync("run", "after_plan", "--plugin-file", "b/below/plugin.cs")).ShouldExit(0).Error;
    }

    [Fact]
    public async Task Errors_and_warnings_are_those_of_the_new_plugin()
    {
        _tool.Folder.Write("a/plugin.cs", PluginText.With("int unused;"));
        await GenerateAsync("a/plugin.cs", Full);
        _tool.Folder.Write("b/plugin.cs", PluginText.With("int x = \"\";"));
        var outcome = await _tool.RunAsync("generate", "b/plugin.cs");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("b/plugin.cs(15,17): error CS0029", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("CS0168", outcome.Error, StringComparison.Ordinal);
        _tool.Folder.Write("b/plugin.cs", PluginText.With());
        Assert.DoesNotContain("warning", (await _tool.RunAsync("generate", "b/plugin.cs")).ShouldExit(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Only", "ci")]
    public async Task What_may_differ_is_built_fully()
    {
        _tool.Folder.Write("a/plugin.cs", PluginText.With());
        await GenerateAsync("a/plugin.cs", Full);
        _tool.Folder.Write("b/plugin.cs", PluginText.With(directives: "#:property InvariantGlobalization=false"));
        await GenerateAsync("b/plugin.cs", Full);
        _tool.Folder.Write("c c/plugin.cs", PluginText.With());
        await GenerateAsync("c c/plugin.cs", Full);
        _tool.Folder.Write("d/plugin.cs", PluginText.With());
        _tool.Folder.Write("d/Directory.Build.props", "<Project />");
        await GenerateAsync("d/plugin.cs", Full);
        _tool.Folder.Write("e/plugin.cs", PluginText.With());
        _tool.Folder.Write("nuget.config", "<configuration />");
        await GenerateAsync("e/plugin.cs", Full);
    }

    [Fact]
    [Trait("Only", "ci")]
    public async Task A_build_that_was_changed_or_removed_is_not_used()
    {
        _tool.Folder.Write("a/plugin.cs", PluginText.With());
        await GenerateAsync("a/plugin.cs", Full);
        var settings = Assert.Single(Directory.GetFiles(
            _tool.Folder.PathOf("cache"), "plugin.cs.GeneratedMSBuildEditorConfig.editorconfig", SearchOption.AllDirectories));
        await File.AppendAllTextAsync(
            settings, "build_property.EnforceExtendedAnalyzerRules = true\n", TestContext.Current.CancellationToken);
        _tool.Folder.Write("b/plugin.cs", PluginText.With());
        await GenerateAsync("b/plugin.cs", Full);

        Directory.Delete(_tool.Folder.PathOf("cache", "spaceforge", "plugins"), recursive: true);
        _tool.Folder.Write("c/plugin.cs", PluginText.With());
        await GenerateAsync("c/plugin.cs", Full);
    }

    async Task<string> GenerateAsync(string plugin, string how)
    {
        var outcome = (await _tool.RunAsync("generate", plugin, "-o", "-", "--timings")).ShouldExit(0);
        foreach (var step in (string[])[Full, Compile])
            Assert.True(outcome.Error.Contains(step, StringComparison.Ordinal) == (step == how), $"Not '{how}':\n{outcome.Error}");
        return outcome.Output;
    }

    /// <summary>What the built program consists of, except for debug information, which has the folder of the build.</summary>
    SortedDictionary<string, string> ProgramOf(string folder)
    {
        var configurations =
            Directory.GetFiles(_tool.Variables["XDG_CACHE_HOME"]!, "plugin.runtimeconfig.json", SearchOption.AllDirectories)
            .Where(path => File.ReadAllText(path).Contains($"{_tool.Folder.PathOf(folder)}/plugin.cs", StringComparison.Ordinal));
        var program = Path.GetDirectoryName(configurations.OrderBy(File.GetLastWriteTimeUtc).Last())!;
        return new(Directory.GetFiles(program, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/.portable/", StringComparison.Ordinal)
                && Path.GetFileName(path) is not ("plugin.dll" or "plugin.pdb"))
            .ToDictionary(path => Path.GetRelativePath(program, path),
                path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))));
    }
}
