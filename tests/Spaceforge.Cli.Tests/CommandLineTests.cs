namespace Spaceforge.Cli.Tests;

/// <summary>Help, version, completion and colours.</summary>
public sealed class CommandLineTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("schema >/dev/full", 2)]
    [InlineData("schema >&-", 2)]
    [InlineData("schema 2>&-", 0)]
    [InlineData("validate missing.yaml 2>&-", 2)]
    [InlineData("validate missing.yaml 2>/dev/full", 2)]
    [InlineData("validate missing.yaml >&- 2>&-", 2)]
    public async Task Output_that_cannot_be_written_is_no_crash(string command, int exitCode)
    {
        (await _tool.RunAsync("--version")).ShouldExit(0);
        var shell = _tool.Command() with { File = "/bin/sh", Arguments = ["-c", $"exec '{Repository.PathOf("spaceforge")}' {command}"] };
        var outcome = (await shell.RunAsync()).ShouldExit(exitCode);
        Assert.DoesNotContain("Unhandled", outcome.Error, StringComparison.Ordinal);
        // Nor is it written to what was opened instead.
        Assert.DoesNotContain("draft-07", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("missing.yaml", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spaceforge")]
    [InlineData("new", "new")]
    [InlineData("generate", "generate")]
    [InlineData("run", "run")]
    [InlineData("simulate", "simulate")]
    [InlineData("test", "test")]
    [InlineData("watch", "watch")]
    [InlineData("validate", "validate")]
    [InlineData("diff", "diff")]
    [InlineData("docs", "docs")]
    [InlineData("schema", "schema")]
    [InlineData("publish", "publish")]
    [InlineData("push", "push")]
    [InlineData("install", "install")]
    [InlineData("list", "list")]
    [InlineData("uninstall", "uninstall")]
    [InlineData("delete", "delete")]
    [InlineData("policy", "policy")]
    [InlineData("policy-check", "policy", "check")]
    [InlineData("policy-eval", "policy", "eval")]
    [InlineData("policy-test", "policy", "test")]
    [InlineData("policy-input", "policy", "input")]
    [InlineData("doctor", "doctor")]
    [InlineData("mcp", "mcp")]
    [InlineData("cache", "cache")]
    [InlineData("completion", "completion")]
    [InlineData("help", "help")]
    public async Task Help_is_what_the_docs_show(string page, params string[] command)
    {
        var help = (await _tool.RunAsync([.. command, "--help"])).ShouldExit(0);
        var docs = await File.ReadAllTextAsync(Repository.PathOf("docs", "commands", $"{page}.md"), TestContext.Current.CancellationToken);
        Assert.Contains($"```\n{string.Join('\n', help.Output.TrimEnd().Split('\n').Select(line => line.TrimEnd()))}\n```",
            docs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_can_be_asked_for_in_three_ways()
    {
        var root = (await _tool.RunAsync("--help")).ShouldExit(0).Output;
        Assert.Equal(root, (await _tool.RunAsync()).ShouldExit(0).Output);
        Assert.Equal(root, (await _tool.RunAsync("help")).ShouldExit(0).Output);
        Assert.Equal((await _tool.RunAsync("policy", "test", "--help")).ShouldExit(0).Output,
            (await _tool.RunAsync("help", "policy", "test")).ShouldExit(0).Output);
        Assert.Equal("error: Unknown command 'generat'. Did you mean 'generate'? See: spaceforge --help\n",
            (await _tool.RunAsync("help", "generat")).ShouldExit(2).Error);
    }

    [Fact]
    public async Task An_empty_folder_is_for_a_new_plugin()
    {
        const string New = "Create a plugin with: spaceforge new NAME\n";
        string[] commands =
            ["generate", "run after_plan", "simulate", "test", "validate", "watch", "docs", "publish --embed", "push"];
        foreach (var command in commands)
        {
            Assert.EndsWith(New, (await _tool.RunAsync(command.Split(' '))).ShouldExit(2).Error, StringComparison.Ordinal);
        }

        _tool.Folder.Write("main.tf", "");
        Assert.DoesNotContain(New, (await _tool.RunAsync("generate")).ShouldExit(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_one_line() => Assert.Equal("1.0.0\n", (await _tool.RunAsync("--version")).ShouldExit(0).Output);

    [Theory]
    [InlineData("relative")]
    [InlineData("/dev/null")]
    [InlineData("/proc/none")]
    public async Task Without_a_usable_home_the_clone_is_one(string home)
    {
        // NuGet would keep files in the folder of each project that it restores.
        (_tool.Variables["HOME"], _tool.Variables["XDG_CACHE_HOME"]) = (home, null);
        Assert.StartsWith($"{Repository.PathOf("artifacts", "home", ".cache", "spaceforge")}: ",
            (await _tool.RunAsync("cache")).ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_tool.Folder.Path));
    }

    [Fact]
    public async Task Bash_completes_commands_and_hooks()
    {
        _tool.Folder.WriteScript("programs/spaceforge", $"exec '{Repository.PathOf("spaceforge")}' \"$@\"");
        _tool.Folder.Write("complete.bash", """
            PATH="$PWD/programs:$PATH"
            eval "$(spaceforge completion bash)"
            COMP_LINE='spaceforge run after_p' COMP_POINT=22 COMP_WORDS=(spaceforge run after_p) COMP_CWORD=2
            _spaceforge
            echo "${COMPREPLY[*]}"
            """);
        var outcome = await new CommandLine("bash", "complete.bash") { Folder = _tool.Folder.Path }.RunAsync();
        Assert.Equal("after_perform after_plan\n", outcome.ShouldExit(0).Output.Replace('\n', ' ').TrimEnd() + "\n");
    }

    [Fact]
    public async Task Commands_are_offered_before_options_and_slashes_are_not()
    {
        var offered = (await _tool.RunAsync("[suggest]", "spaceforge ")).ShouldExit(0).Output.TrimEnd().Split('\n');
        Assert.DoesNotContain(offered, label => label.StartsWith('/') || label == "-?");
        Assert.Contains("generate", offered);
        Assert.Contains("--help", offered);
        Assert.Equal(offered.OrderBy(label => label.StartsWith('-')), offered);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    [InlineData("zsh")]
    public async Task Every_shell_has_a_script(string shell) =>
        Assert.Contains("[suggest]", (await _tool.RunAsync("completion", shell)).ShouldExit(0).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_person_is_told_that_all_is_well()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        (await _tool.RunAsync("generate")).ShouldExit(0);

        foreach (var (command, said) in ((string, string)[])
            [("generate --check", "plugin.yaml is up to date."), ("validate", "plugin.yaml is valid.")])
        {
            Assert.Contains(said, (await _tool.OnTerminal(command).RunAsync()).ShouldExit(0).Output, StringComparison.Ordinal);
            var piped = (await _tool.RunAsync(command.Split(' '))).ShouldExit(0);
            Assert.Equal("", piped.Output + piped.Error);
        }
    }

    [Fact]
    public async Task The_terminals_keys_stay_as_they_are()
    {
        _tool.Variables["TERM"] = "xterm";
        _tool.Folder.Write("plugin.cs", PluginText.With("""await SendMarkdownAsync("# A report\n"); await RunCliAsync("true");"""));
        (await _tool.RunAsync("generate")).ShouldExit(0);

        foreach (var command in (string[])["generate --no-cache", "generate", "validate", "run after_plan", "simulate", "--help"])
        {
            var output = (await _tool.OnTerminal(command).RunAsync()).ShouldExit(0).Output;
            Assert.False(output.Contains("\e[?1h", StringComparison.Ordinal) || output.Contains("\e=", StringComparison.Ordinal),
                $"{command}: {output}");
        }
    }

    [Fact]
    public async Task Colours_are_for_terminals_and_can_be_refused()
    {
        _tool.Variables["TERM"] = "xterm";
        _tool.Folder.Write("plugin.cs", PluginText.With());
        _tool.Folder.Write("plugin.yaml", "old: true\n");

        foreach (var noColor in (string?[])[null, "1"])
        {
            _tool.Variables["NO_COLOR"] = noColor;
            var terminal = await _tool.OnTerminal("generate --check").RunAsync();
            var pipe = (await _tool.RunAsync("generate", "--check")).ShouldExit(1);

            Assert.Equal(noColor is null, terminal.Output.Contains("\e[31m-old: true\e[0m", StringComparison.Ordinal));
            Assert.DoesNotContain('\e', pipe.Output + pipe.Error);
        }
    }
}
