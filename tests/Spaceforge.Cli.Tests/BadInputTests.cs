namespace Spaceforge.Cli.Tests;

/// <summary>Bad input is named, the exit code is 2, and no file is written or changed.</summary>
public sealed class BadInputTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_missing_file() => await RefusedAsync("File not found: 'plugin.cs'.");

    [Fact]
    public async Task A_pattern_without_a_match() => await RefusedAsync("No file matches 'plugins/*/plugin.cs'.", "plugins/*/plugin.cs");

    [Fact]
    public async Task A_folder()
    {
        _tool.Folder.Write("scanner/plugin.cs", PluginText.With());
        await RefusedAsync("'scanner' is a folder. Did you mean scanner/plugin.cs?", "scanner");
    }

    [Fact]
    public async Task A_file_that_is_not_CSharp()
    {
        _tool.Folder.Write("plugin.py", "x = 1");
        await RefusedAsync("'plugin.py' is not a C# file", "plugin.py");
    }

    [Fact]
    public async Task An_empty_file()
    {
        _tool.Folder.Write("plugin.cs", "\n  \n");
        await RefusedAsync("'plugin.cs' is empty. A plugin needs a class that derives from SpaceforgePlugin");
    }

    [Fact]
    public async Task A_file_without_a_plugin_class()
    {
        _tool.Folder.Write("plugin.cs", "System.Console.WriteLine(\"hello\");");
        await RefusedAsync("plugin.cs has no plugin class.");
    }

    [Fact]
    public async Task A_file_that_starts_nothing()
    {
        _tool.Folder.Write("plugin.cs", "class Nothing;");
        await RefusedAsync("started with 'return await SpaceforgePlugin.RunAsync<MyPlugin>(args);'");
    }

    [Fact]
    public async Task A_file_with_two_plugin_classes()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With()
            + "abstract class Base : SpaceforgePlugin;\nsealed class Another : Base { public override string Name => \"another\"; }\n");
        await RefusedAsync("plugin.cs has 2 plugin classes: Another, MyPlugin.");
    }

    [Fact]
    public async Task A_file_with_a_syntax_error()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With(hook: "var x = ;"));
        var outcome = await RefusedAsync("plugin.cs(15,17): error CS1525: ");
        // The error with its line and a mark below it, and its explanation, without a build log.
        Assert.Equal(4, outcome.Error.TrimEnd().Split('\n').Length);
        Assert.EndsWith("error: plugin.cs does not build.\n", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_check_of_the_builds_own_says()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        _tool.Folder.Write("Directory.Build.targets", """
            <Project>
              <Target Name="Refuse" BeforeTargets="CoreCompile"><Error Text="No plugins on Fridays." /></Target>
            </Project>
            """);
        var outcome = await RefusedAsync("Directory.Build.targets(2,53): error: No plugins on Fridays.");
        Assert.Equal(4, outcome.Error.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task An_SDK_that_is_not_there()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        _tool.Folder.Write("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");
        await RefusedAsync("Requested SDK version: 99.0.100");
    }

    [Fact]
    public async Task A_syntax_error_after_a_good_build()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        (await _tool.RunAsync("generate", "-o", "-")).ShouldExit(0);
        _tool.Folder.Write("plugin.cs", PluginText.With(hook: "var x = ;"));
        await RefusedAsync("plugin.cs(15,17): error CS1525: ");
    }

    [Fact]
    public async Task A_file_without_the_package()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With().Replace("#:package Spaceforge@1.0.0", "", StringComparison.Ordinal));
        await RefusedAsync("Does the file begin with '#:package Spaceforge@1.0.0'");
    }

    [Fact]
    public async Task A_package_that_does_not_exist()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With(directives: "#:package Spaceforge.NoSuchPackage@1.0.0"));
        await RefusedAsync("plugin.cs: error NU1101: Unable to find package Spaceforge.NoSuchPackage");
    }

    [Fact]
    public async Task A_definition_with_five_mistakes_and_an_old_manifest()
    {
        _tool.Folder.Write("plugin.yaml", "old: true\n");
        _tool.Folder.Write("plugin.cs", PluginText.With(declarations: """
            public override IReadOnlyList<Parameter> Parameters => [new("A") { Required = true, Default = "x" }, new("N") { Type = ParameterType.Number, Default = "abc" }];
            public override IReadOnlyList<Context> Contexts => [new("c") { Env = [new("X"), Variable.From("Y", "b")], Hooks = new() { BeforeInit = ["a\nb"] } }];
            """));

        var outcome = await RefusedAsync("error SF0203: parameters[0] 'A': ");

        foreach (var code in (string[])["SF0205", "SF0303", "SF0305", "SF0403"])
        {
            Assert.Contains($"error {code}: ", outcome.Error, StringComparison.Ordinal);
        }
        Assert.Equal("old: true\n", await File.ReadAllTextAsync(_tool.Folder.PathOf("plugin.yaml"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("missing/plugin.yaml", "the folder does not exist")]
    [InlineData("folder", "it is a folder")]
    [InlineData("/proc/plugin.yaml", "'/proc/plugin.yaml'")]
    public async Task An_output_that_cannot_be_written(string output, string reason)
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        Directory.CreateDirectory(_tool.Folder.PathOf("folder"));
        await RefusedAsync(reason, "plugin.cs", "-o", output);
    }

    [Fact]
    public async Task One_output_for_several_plugins()
    {
        foreach (var name in (string[])["a", "b"]) _tool.Folder.Write($"{name}/plugin.cs", PluginText.With());
        await RefusedAsync("--output takes a single plugin", "*/plugin.cs", "-o", "x.yaml");
    }

    [Theory]
    [InlineData("Unknown command 'generat'. Did you mean 'generate'?", "generat")]
    [InlineData("Unknown command 'chek'. Did you mean 'check'?", "policy", "chek")]
    [InlineData("Unknown command 'nonsense'.", "nonsense")]
    [InlineData("Missing command. Use one of check, eval, test, input.", "policy")]
    [InlineData("Missing argument HOOK.", "run")]
    [InlineData("Unknown option '--chek'. Did you mean '--check'?", "generate", "--chek")]
    [InlineData("Unknown option '--xx'.", "push", "--xx")]
    [InlineData("Unexpected argument 'b'.", "new", "a", "b")]
    [InlineData("--format: Unknown value 'xml'. Use one of text, json, github, sarif.", "validate", "--format", "xml")]
    [InlineData("Unknown value 'tcsh'. Use one of ", "completion", "tcsh")]
    public async Task A_wrong_command_line(string message, params string[] arguments)
    {
        var outcome = (await _tool.RunAsync(arguments)).ShouldExit(2);
        Assert.StartsWith($"error: {message}", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--help", outcome.Error, StringComparison.Ordinal);
    }

    async Task<Outcome> RefusedAsync(string message, params string[] arguments)
    {
        var before = State();
        var outcome = (await _tool.RunAsync(["generate", .. arguments])).ShouldExit(2);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.Equal(before, State());
        return outcome;
    }

    string[] State() =>
        [.. Directory.GetFiles(_tool.Folder.Path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks}")];
}
