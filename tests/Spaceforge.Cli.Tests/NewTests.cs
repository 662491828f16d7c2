namespace Spaceforge.Cli.Tests;

/// <summary><c>spaceforge new</c>: what it writes and what it rejects.</summary>
public sealed class NewTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_new_plugin_makes_the_manifest_that_stands_beside_it()
    {
        string[] names = ["my-plugin", "3 Scale", "true"];
        foreach (var name in names) (await _tool.RunAsync("new", name)).ShouldExit(0);

        var check = (await _tool.RunAsync(["generate", "--check", .. names.Select(name => $"{name}/plugin.cs")])).ShouldExit(0);

        Assert.Equal("", check.Output + check.Error);
    }

    [Fact]
    public async Task The_plugin_brings_its_tests_and_its_checks()
    {
        var made = (await _tool.RunAsync("new", "my-plugin")).ShouldExit(0);

        string[] files =
        [
            ".editorconfig", ".gitattributes", ".github/workflows/plugin.yml", ".gitignore", ".vscode/extensions.json", "AGENTS.md",
            "README.md", "plugin.cs", "plugin.yaml", "scenarios/deletes-too-much.yaml", "scenarios/scenario.schema.json",
            "tests/MyPluginTests.cs", "tests/global.json", "tests/my-plugin.Tests.csproj",
        ];
        Assert.Equal(files, Files("my-plugin"));
        Assert.Equal(string.Concat(files.Select(file => $"Wrote my-plugin/{file}\n"))
            + "Next: cd my-plugin && dotnet run --project tests\n", made.Error);
        var texts = files.Select(file => File.ReadAllText(_tool.Folder.PathOf("my-plugin", file))).ToArray();
        Assert.All(texts, text => Assert.DoesNotContain("Template", text, StringComparison.Ordinal));
        Assert.Contains("*.html", File.ReadAllLines(_tool.Folder.PathOf("my-plugin", ".gitignore")));
        // Version placeholders are replaced.
        Assert.All(texts, text => Assert.DoesNotContain("Version)", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_minimal_plugin_is_its_code_and_its_manifest()
    {
        (await _tool.RunAsync("new", "small", "--minimal")).ShouldExit(0);

        Assert.Equal(["plugin.cs", "plugin.yaml"], Files("small"));
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        _tool.Folder.Write("full/own.txt", "mine");
        _tool.Folder.Write("file", "mine");
        Directory.CreateDirectory(_tool.Folder.PathOf("empty"));

        var full = (await _tool.RunAsync("new", "full")).ShouldExit(2);
        var file = (await _tool.RunAsync("new", "file")).ShouldExit(2);
        (await _tool.RunAsync("new", "empty", "--minimal")).ShouldExit(0);

        Assert.Equal("error: The folder 'full' already exists and is not empty; choose another name or location.\n", full.Error);
        Assert.Equal("error: 'file' already exists as a file; choose another name.\n", file.Error);
        Assert.Equal(["own.txt"], Files("full"));
        Assert.Equal("mine", await File.ReadAllTextAsync(_tool.Folder.PathOf("file"), TestContext.Current.CancellationToken));
        Assert.Equal(["plugin.cs", "plugin.yaml"], Files("empty"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("über")]
    [InlineData("a\nb")]
    [InlineData("plugin_binaries")]
    public async Task A_name_that_no_plugin_can_have_is_refused(string name)
    {
        var made = (await _tool.RunAsync("new", name)).ShouldExit(2);

        Assert.StartsWith($"error: '{name}' cannot be the name of a ", made.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_tool.Folder.Path));
    }

    [Fact]
    public async Task A_name_that_is_not_a_folder_name_everywhere_is_refused()
    {
        var made = (await _tool.RunAsync("new", "my-plugin.")).ShouldExit(2);

        Assert.StartsWith("error: 'my-plugin.' is not a valid folder name on every system", made.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_tool.Folder.Path));
    }

    [Fact]
    public async Task A_failure_half_way_leaves_nothing()
    {
        _tool.Folder.Write("plugin.yaml", $"""
            name: lint
            version: 1.0.0
            description: d
            author: a
            contexts:
            - name_prefix: lint
              description: d
              mounted_files:
              - path: /mnt/workspace/plugins/lint/{new string('x', 300)}
                content: no file can have this name
                sensitive: false
            """);

        var made = (await _tool.RunAsync("new", "lint", "--from", "plugin.yaml")).ShouldExit(2);

        Assert.StartsWith("error: Cannot write '", made.Error, StringComparison.Ordinal);
        Assert.Equal(["plugin.yaml"], Files(""));
    }

    [Theory]
    [InlineData("name: [", ": error SF")]
    [InlineData("name: lint\nversion: 1.0.0\ndescription: d\n", "author")]
    [InlineData("name: ü\nversion: 1.0.0\ndescription: d\nauthor: a\n", "SF0101")]
    public async Task A_manifest_with_errors_is_refused_with_all_of_them(string yaml, string told)
    {
        _tool.Folder.Write("plugin.yaml", yaml);

        var made = (await _tool.RunAsync("new", "lint", "--from", "plugin.yaml")).ShouldExit(2);

        Assert.Contains(told, made.Error, StringComparison.Ordinal);
        Assert.Equal(["plugin.yaml"], Files(""));
    }

    [Fact]
    public async Task A_missing_manifest_is_reported()
    {
        var made = (await _tool.RunAsync("new", "lint", "--from", "no.yaml")).ShouldExit(2);

        Assert.StartsWith("error: --from: file 'no.yaml' not found.\n", made.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_gives_a_plugin_that_generates()
    {
        var ours = Repository.PathOf("samples", "security-scanner", "plugin.yaml");
        var pythons = Repository.PathOf("tests", "Spaceforge.Simulation.Tests", "Manifests", "python-sdk.yaml");
        (await _tool.RunAsync("new", "ours", "--from", ours)).ShouldExit(0);
        (await _tool.RunAsync("new", "shell-lint", "--from", pythons)).ShouldExit(0);

        (await _tool.RunAsync("generate", "--check", "ours/plugin.cs", "shell-lint/plugin.cs")).ShouldExit(0);
        var ran = (await _tool.RunAsync("run", "before_init", "--plugin-file", "shell-lint/plugin.cs")).ShouldExit(1);

        Assert.Contains("before_init is not implemented yet", ran.Error, StringComparison.Ordinal);
        Assert.Equal(
            await File.ReadAllTextAsync(
                Repository.PathOf("samples", "security-scanner", "plugin.cs"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(_tool.Folder.PathOf("ours", "plugin.cs"), TestContext.Current.CancellationToken));
        Assert.Contains("// TODO: what before_init does in reference/before_init.sh\n", await File.ReadAllTextAsync(
            _tool.Folder.PathOf("shell-lint", "plugin.cs"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("portable")]
    public async Task A_manifest_with_its_source_gives_that_source_which_makes_the_same_manifest(string form)
    {
        _tool.Folder.Write("old/plugin.cs", await File.ReadAllTextAsync(
            Repository.PathOf("samples", "quickstart", "plugin.cs"), TestContext.Current.CancellationToken));
        (await _tool.RunAsync("generate", "old/plugin.cs", "--form", form)).ShouldExit(0);
        var made = (await _tool.RunAsync("new", "again", "--from", "old/plugin.yaml")).ShouldExit(0);
        Assert.Contains("Read it before you build it", made.Error, StringComparison.Ordinal);

        (await _tool.RunAsync("generate", "--check", "--exact", "again/plugin.cs")).ShouldExit(0);
        (await _tool.RunAsync("generate", "again/plugin.cs", "--form", form)).ShouldExit(0);
        Assert.Equal(["plugin.cs", "plugin.yaml"], Files("again"));
        Assert.Equal(
            await File.ReadAllTextAsync(_tool.Folder.PathOf("old", "plugin.yaml"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(_tool.Folder.PathOf("again", "plugin.yaml"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("run.sh")]
    [Attack("manifest", "mounts files beside its source that are no source", "the source goes into reference/, and nothing of it is built")]
    public async Task Other_files_beside_the_source_are_not_put_where_they_would_be_used(string file)
    {
        var text = await File.ReadAllTextAsync(
            Repository.PathOf("samples", "security-scanner", "plugin.yaml"), TestContext.Current.CancellationToken);
        var entry = $"      - path: /mnt/workspace/plugins/{PluginFolder(text)}/{file}\n        content: evil\n        sensitive: false\n";
        _tool.Folder.Write("hostile.yaml", text.Replace("    mounted_files:\n", $"    mounted_files:\n{entry}", StringComparison.Ordinal));
        (await _tool.RunAsync("new", "again", "--from", "hostile.yaml")).ShouldExit(0);

        Assert.False(File.Exists(_tool.Folder.PathOf(["again", .. file.Split('/')])));
        Assert.Contains("// TODO: ", await File.ReadAllTextAsync(
            _tool.Folder.PathOf("again", "plugin.cs"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    static string PluginFolder(string manifest) =>
        manifest.Split("/mnt/workspace/plugins/")[1].Split('/')[0];

    IEnumerable<string> Files(string folder)
    {
        var path = _tool.Folder.PathOf(folder);
        return Directory.GetFileSystemEntries(path, "*", SearchOption.AllDirectories)
            .Where(entry => !Directory.Exists(entry))
            .Select(file => Path.GetRelativePath(path, file))
            .Order(StringComparer.Ordinal);
    }
}
