namespace Spaceforge.Cli.Tests;

/// <summary><c>spaceforge generate</c> on real files, with real builds.</summary>
public sealed class GenerateTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_same_plugin_gives_the_same_bytes_everywhere()
    {
        var text = PluginText.With();
        _tool.Folder.Write("plugin.cs", text);
        _tool.Folder.Write("other place/plugin.cs", "\uFEFF" + text.ReplaceLineEndings("\r\n"));

        (await _tool.RunAsync("generate")).ShouldExit(0);
        var first = await _tool.RunAsync("generate", "-o", "-");
        var second = await _tool.RunAsync("generate", "other place/plugin.cs", "-o", "-");

        Assert.Equal(await ReadAsync("plugin.yaml"), first.ShouldExit(0).Output);
        Assert.Equal(first.Output, second.ShouldExit(0).Output);
        Assert.DoesNotContain('\r', first.Output);
        Assert.Empty(first.Error);
        Assert.Equal(["other place", "plugin.cs", "plugin.yaml"], Directory.GetFileSystemEntries(_tool.Folder.Path)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_plugin_prints_while_it_is_read_is_not_in_the_manifest()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With(
            declarations: """public override string Author { get { System.Console.WriteLine("reading"); return "me"; } }"""));
        var made = (await _tool.RunAsync("generate", "-o", "-")).ShouldExit(0);
        Assert.Matches(@"\A# yaml-language-server: \S+\nname: my-plugin\n", made.Output);
        Assert.Contains("reading\n", made.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_in_the_next_manifest()
    {
        // Each step changes another kind of input; each is followed by a run with nothing changed.
        _tool.Folder.Write("plugin.cs", PluginText.With(declarations: """public override string Author => "one";"""));
        await ExpectAuthorAsync("one");

        _tool.Folder.Write("plugin.cs", PluginText.With(declarations: """public override string Author => "two";"""));
        await ExpectAuthorAsync("two");

        const string Conditional = """
            #if THREE
            public override string Author => "three";
            #else
            public override string Author => Authors.Name;
            #endif
            """;
        _tool.Folder.Write("authors.cs", "static class Authors { public const string Name = \"included\"; }\n");
        _tool.Folder.Write("plugin.cs", PluginText.With(declarations: Conditional, directives: "#:include authors.cs"));
        await ExpectAuthorAsync("included");

        _tool.Folder.Write("authors.cs", "static class Authors { public const string Name = \"edited\"; }\n");
        await ExpectAuthorAsync("edited");

        _tool.Folder.Write("Directory.Build.props",
            "<Project><PropertyGroup><DefineConstants>$(DefineConstants);THREE</DefineConstants></PropertyGroup></Project>");
        await ExpectAuthorAsync("three");

        File.Delete(_tool.Folder.PathOf("Directory.Build.props"));
        await ExpectAuthorAsync("edited");

        _tool.Folder.Write("plugin.cs", PluginText.With(
            declarations: Conditional, directives: "#:include authors.cs\n#:property DefineConstants=$(DefineConstants);THREE"));
        await ExpectAuthorAsync("three");

        async Task ExpectAuthorAsync(string author)
        {
            for (var i = 0; i < 2; i++)
            {
                var made = (await _tool.RunAsync("generate", "-o", "-")).ShouldExit(0);
                Assert.Contains($"\nauthor: {author}\n", made.Output, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Check_tells_a_fresh_manifest_from_a_stale_one_and_writes_nothing()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        var missing = (await _tool.RunAsync("generate", "--check")).ShouldExit(1);
        Assert.Contains("plugin.yaml does not exist", missing.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_tool.Folder.PathOf("plugin.yaml")));

        (await _tool.RunAsync("generate")).ShouldExit(0);
        (await _tool.RunAsync("generate", "--check")).ShouldExit(0);

        var stale = (await ReadAsync("plugin.yaml")).Replace("author: Unknown", "author: Somebody", StringComparison.Ordinal);
        _tool.Folder.Write("plugin.yaml", stale);
        var outcome = (await _tool.RunAsync("generate", "--check")).ShouldExit(1);

        Assert.Contains("\n-author: Somebody\n+author: Unknown\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("plugin.yaml is stale. Regenerate it with: spaceforge generate plugin.cs", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(stale, await ReadAsync("plugin.yaml"));
    }

    [Fact]
    public async Task Analyzers_look_at_what_is_checked_and_do_not_slow_what_is_made()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With(hook: "Thread.Sleep(1);"));
        Assert.DoesNotContain("SF1004", (await _tool.RunAsync("generate")).ShouldExit(0).Error, StringComparison.Ordinal);
        Assert.Contains("plugin.cs(15,9): warning SF1004: ",
            (await _tool.RunAsync("generate", "--check")).ShouldExit(0).Error, StringComparison.Ordinal);

        _tool.Folder.Write(
            "plugin.cs", PluginText.With(hook: "Thread.Sleep(1);", declarations: "static readonly Parameter A = new(\"A\");"));
        Assert.Contains("error SF0204: 'A': ", (await _tool.RunAsync("generate", "--check")).ShouldExit(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SF", (await _tool.RunAsync("generate")).ShouldExit(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_plugins_are_made_at_once_and_a_bad_one_does_not_keep_the_others()
    {
        foreach (var name in (string[])["a", "c"]) _tool.Folder.Write($"{name}/plugin.cs", PluginText.With());
        _tool.Folder.Write("b/plugin.cs", "not C#");

        var outcome = (await _tool.RunAsync("generate", "*/plugin.cs")).ShouldExit(2);

        Assert.Contains("b/plugin.cs(1,", outcome.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_tool.Folder.PathOf("a", "plugin.yaml")));
        Assert.False(File.Exists(_tool.Folder.PathOf("b", "plugin.yaml")));
        Assert.True(File.Exists(_tool.Folder.PathOf("c", "plugin.yaml")));
    }

    [Fact]
    public async Task A_method_that_looks_like_a_hook_is_warned_of_with_the_hooks_that_there_are()
    {
        _tool.Folder.Write(
            "plugin.cs", PluginText.With(declarations: "public Task BeforeInit() => Task.CompletedTask; static void AfterPlan() { }"));

        var outcome = (await _tool.RunAsync("generate")).ShouldExit(0);

        Assert.Equal(
            "warning SF1001: MyPlugin.BeforeInit: it overrides nothing, so it is never called; "
            + "write protected override Task BeforeInitAsync(CancellationToken cancellationToken). The manifest has the hooks after_plan.\nWrote plugin.yaml\n",
            outcome.Error);
    }

    [Fact]
    public async Task Each_finding_about_several_plugins_begins_with_its_file()
    {
        foreach (var name in (string[])["a", "b"])
        {
            _tool.Folder.Write($"{name}/plugin.cs", PluginText.With(declarations: "public override string Version => \"\";"));
        }

        var outcome = (await _tool.RunAsync("generate", "a/plugin.cs", "b/plugin.cs")).ShouldExit(2);

        var findings = outcome.Error.Split('\n').Where(line => line.Contains("error SF", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, findings.Length);
        Assert.StartsWith("a/plugin.cs: error SF", findings[0], StringComparison.Ordinal);
        Assert.StartsWith("b/plugin.cs: error SF", findings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_is_as_good_as_a_file()
    {
        _tool.Folder.Write("scanner.csproj", PluginText.Project);
        _tool.Folder.Write("Program.cs", "return await Spaceforge.SpaceforgePlugin.RunAsync<Scanner>(args);\n");
        _tool.Folder.Write(
            "src/Scanner.cs", "sealed class Scanner : Spaceforge.SpaceforgePlugin { public override string Name => \"scanner\"; }\n");

        (await _tool.RunAsync("generate", "scanner.csproj")).ShouldExit(0);

        var manifest = await ReadAsync("plugin.yaml");
        foreach (var file in (string[])["scanner.csproj", "Program.cs", "src/Scanner.cs"])
        {
            Assert.Contains($"- path: /mnt/workspace/plugins/scanner/{file}\n", manifest, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("/obj/", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_committed_manifests_of_the_samples_are_fresh() =>
        (await _tool.RunAsync("generate", "--check", Repository.PathOf("samples", "*", "plugin.cs"))).ShouldExit(0);

    Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_tool.Folder.PathOf(name), TestContext.Current.CancellationToken);
}
