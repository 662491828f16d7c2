namespace Spaceforge.Cli.Tests;

/// <summary><c>spaceforge run</c> on the security scanner sample, with a fake of the program that it calls.</summary>
public sealed class RunTests : IDisposable
{
    const string Token = "s3cr3t-t0ken";

    static readonly string Scanner = Repository.PathOf("samples", "security-scanner", "plugin.cs");

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_clean_scan_passes()
    {
        _tool.Variables["API_TOKEN"] = Token;
        Provide("""echo '{"total_issues": 0}'""");

        var outcome = (await RunAsync()).ShouldExit(0);

        Assert.StartsWith("[SpaceForge] Running hook: after_plan\n", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("[local] (security-scanner) Starting security scan of Terraform plan\n", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Running: security-cli auth --token-stdin\n", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--severity medium\n", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("✅ **No security issues found!**", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("[SpaceForge] Hook completed: after_plan\n", outcome.Error, StringComparison.Ordinal);
        // The program received the token that is masked in the log.
        Assert.Equal(Token, await File.ReadAllTextAsync(_tool.Folder.PathOf("token"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("echo '{\"total_issues\": 3, \"critical_count\": 1, \"low_count\": 2, \"report_url\": \"https://example.com/1\"}'",
        "Found 1 critical security issues")]
    [InlineData("echo 'quota exceeded' >&2; exit 4", "Security scan failed")]
    [InlineData("echo '{\"total_issues\": '", "Failed to parse scan results")]
    [InlineData("true", "Failed to parse scan results")]
    [InlineData("echo '[]'", "The scan results are not a JSON object")]
    [InlineData("exit 1", "Failed to authenticate with security service", "auth")]
    public async Task A_failure_ends_the_hook_with_its_message(string script, string message, string phase = "scan")
    {
        _tool.Variables["API_TOKEN"] = Token;
        Provide(script, phase);

        var outcome = (await RunAsync()).ShouldExit(1);

        Assert.EndsWith($"[SpaceForge] Error running hook 'after_plan': {message}\n", outcome.Error, StringComparison.Ordinal);
        if (script.Contains(">&2", StringComparison.Ordinal))
        {
            Assert.Contains("(security-scanner) quota exceeded\n", outcome.Error, StringComparison.Ordinal);
        }
        if (script.Contains("report_url", StringComparison.Ordinal))
        {
            Assert.Contains("- 🔴 **CRITICAL:** 1\n- 🟢 **LOW:** 2\n\n[View detailed report](https://example.com/1)",
                outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        var outcome = (await RunAsync("--param", $"api_token={Token}")).ShouldExit(1);
        Assert.Contains("Cannot run 'security-cli': the program does not exist", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_parameter_is_named()
    {
        var outcome = (await RunAsync()).ShouldExit(2);
        Assert.Contains("The parameter 'API Token' (api_token) is required", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Running hook", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("after_init", "It has after_plan.")]
    [InlineData("after_world", "Unknown hook 'after_world'.")]
    public async Task A_missing_hook_is_refused(string hook, string message)
    {
        var outcome = (await _tool.RunAsync("run", hook, "--plugin-file", Scanner)).ShouldExit(2);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runner_is_a_second_name_that_help_does_not_show()
    {
        Provide("""echo '{}'""");
        (await _tool.RunAsync("runner", "after_plan", "--plugin-file", Scanner, "--param", $"api_token={Token}")).ShouldExit(0);
        Assert.DoesNotContain("runner", (await _tool.RunAsync("--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Only", "ci")]
    [Attack("author", "a cache folder that cannot be created",
        "builds are removed when the tool ends, and the hook's exit code and signals are passed on")]
    public async Task Builds_that_cannot_be_kept_leave_nothing()
    {
        Provide("exit 4");
        (_tool.Variables["XDG_CACHE_HOME"], _tool.Variables["TMPDIR"], _tool.Variables["API_TOKEN"]) =
            ("/proc/none", Directory.CreateDirectory(_tool.Folder.PathOf("tmp")).FullName, Token);
        (await RunAsync()).ShouldExit(1);
        Assert.Empty(Directory.GetFileSystemEntries(_tool.Folder.PathOf("tmp"), "spaceforge-*"));
    }

    [Fact]
    public async Task Markdown_is_drawn_on_a_terminal_and_stays_Markdown_elsewhere()
    {
        _tool.Variables["TERM"] = "xterm";
        _tool.Folder.Write("plugin.cs", PluginText.With("""
            await SendMarkdownAsync("# First\n");
            await SendMarkdownAsync("- **second**\n");
            await RunCliAsync("sh", "-c", "echo file: $SPACEFORGE_MARKDOWN_FILE");
            throw new PluginFailedException("after the report");
            """));
        (_tool.Variables["TMPDIR"], _tool.Variables["SPACEFORGE_MARKDOWN_FILE"]) =
            (Directory.CreateDirectory(_tool.Folder.PathOf("tmp")).FullName, null);

        var drawn = (await _tool.OnTerminal("run after_plan").RunAsync()).ShouldExit(1).Output.Replace("\r", "", StringComparison.Ordinal);
        Assert.Contains("after the report\n\e[1mFirst\e[0m\n\n• \e[1msecond\e[0m\n", drawn, StringComparison.Ordinal);
        Assert.Contains("(my-plugin) file:", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("file: /", drawn, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_tool.Folder.PathOf("tmp")));

        var piped = (await _tool.RunAsync("run", "after_plan")).ShouldExit(1);
        Assert.Equal("# First\n\n- **second**\n\n", piped.Output);
    }

    [Fact]
    public async Task An_exception_says_where_in_the_plugin_it_comes_from()
    {
        var file = _tool.Folder.Write("plugin.cs", PluginText.With("""
            try { File.ReadAllText("none"); }
            catch (IOException e) { Logger.LogError(e, "Not read"); }
            _ = new Dictionary<string, string>()["missing"];
            """));
        var line = Array.FindIndex(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken),
            text => text.Contains("try {", StringComparison.Ordinal)) + 1;

        var error = (await _tool.RunAsync("run", "after_plan")).ShouldExit(1).Error;
        Assert.Matches($@"\(my-plugin\) Not read: FileNotFoundException: .* \(.*/plugin\.cs:{line}\)\n", error);
        Assert.Matches($@"hook 'after_plan': KeyNotFoundException: .* \(.*/plugin\.cs:{line + 2}\)\n\z", error);

        _tool.Variables["SPACELIFT_DEBUG"] = "true";
        Assert.Contains($"plugin.cs:line {line + 2}\n", (await _tool.RunAsync("run", "after_plan")).ShouldExit(1).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hook_runs_where_the_user_is()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With("""await RunCliAsync("pwd");"""));
        Directory.CreateDirectory(_tool.Folder.PathOf("stack"));
        var command = _tool.Command("run", "after_plan", "--plugin-file", "../plugin.cs") with { Folder = _tool.Folder.PathOf("stack") };
        Assert.Contains($"(my-plugin) {_tool.Folder.PathOf("stack")}\n",
            (await command.RunAsync()).ShouldExit(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_of_a_project_runs_too()
    {
        _tool.Folder.Write("scanner/scanner.csproj", PluginText.Project);
        _tool.Folder.Write("scanner/Program.cs", PluginText.With("""Logger.LogInformation("from a project");""")
            .Replace("#", "//", StringComparison.Ordinal));
        var outcome = (await _tool.RunAsync("run", "after_plan", "--plugin-file", "scanner/scanner.csproj")).ShouldExit(0);
        Assert.Contains("(my-plugin) from a project\n", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Only", "ci")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Memory_grows_with_a_commands_output_only_where_it_is_asked_for(bool capture)
    {
        // In a separate process, so that the kernel reports its peak: 200 MB in lines, and a line of 50 MB.
        _tool.Folder.Write("plugin.cs", PluginText.With($$"""
            var (_, output, _) = await RunCliAsync(
                new CliOptions { PrintOutput = false, CaptureOutput = {{(capture ? "true" : "false")}} },
                "sh", "-c", "head -c 200000000 /dev/zero | tr '\\0' x | fold -w 100; head -c 50000000 /dev/zero | tr '\\0' x");
            Logger.LogInformation("{Lines} lines", output.Count);
            Logger.LogInformation("{Peak}", File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM")));
            """));
        var outcome = (await _tool.RunAsync("run", "after_plan")).ShouldExit(0);

        var peak = int.Parse(System.Text.RegularExpressions.Regex.Match(outcome.Error, @"VmHWM:\s*(\d+) kB").Groups[1].Value, null) / 1024;
        Assert.Equal(capture, peak > 400);
        if (!capture) Assert.InRange(peak, 1, 120);
        Assert.Equal(!capture, outcome.Error.Contains("(my-plugin) 0 lines\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signal_ends_the_hook_and_what_it_runs()
    {
        _tool.Variables["API_TOKEN"] = Token;
        Provide($"echo $$ > '{_tool.Folder.PathOf("pid.new")}' && mv '{_tool.Folder.PathOf("pid.new")}' '{_tool.Folder.PathOf("pid")}' && exec sleep 600");
        using var process = _tool.Command("run", "after_plan", "--plugin-file", Scanner).Start();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => File.Exists(_tool.Folder.PathOf("pid")), "the start of the scanner");
        var pid = (await File.ReadAllTextAsync(_tool.Folder.PathOf("pid"), TestContext.Current.CancellationToken)).Trim();

        (await new CommandLine("kill", "-TERM", $"{process.Id}").RunAsync()).ShouldExit(0);
        await Wait.ForAsync(process.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of the tool");

        Assert.Equal(128 + 15, process.ExitCode);
        Assert.Contains("Error running hook 'after_plan': stopped by signal 15\n", await Wait.ForAsync(error, "the last words of the hook"), StringComparison.Ordinal);
        await Wait.UntilAsync(() => !Directory.Exists($"/proc/{pid}"), "the end of the scanner");
    }

    [Fact]
    public async Task Ctrl_C_on_a_hook_that_does_not_listen_says_how_to_end_it()
    {
        var started = _tool.Folder.PathOf("started");
        var plugin = _tool.Folder.Write(
            "deaf/plugin.cs", PluginText.With(hook: $"File.WriteAllText(\"{started}\", \"\"); await Task.Delay(600_000);"));
        // Shells ignore SIGINT for background jobs, and child processes inherit that.
        var run = _tool.Command("run", "after_plan", "--plugin-file", plugin);
        using var process = (run with { File = "env", Arguments = ["--default-signal", run.File, .. run.Arguments] }).Start();
        await Wait.UntilAsync(() => File.Exists(started), "the start of the hook");

        (await new CommandLine("kill", "-INT", $"{process.Id}").RunAsync()).ShouldExit(0);
        string? said;
        do said = await Wait.ForAsync(process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask(), "what is said at Ctrl+C");
        while (said is not null && said != "[SpaceForge] Stopping; press Ctrl+C again to end now.");
        Assert.NotNull(said);
        Assert.False(process.HasExited);

        (await new CommandLine("kill", "-INT", $"{process.Id}").RunAsync()).ShouldExit(0);
        await Wait.ForAsync(process.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of the tool");
        Assert.Equal(128 + 2, process.ExitCode);
    }

    async Task<Outcome> RunAsync(params string[] arguments)
    {
        var outcome = await _tool.RunAsync(["run", "after_plan", "--plugin-file", Scanner, .. arguments]);
        Assert.DoesNotContain(Token, outcome.Output + outcome.Error, StringComparison.Ordinal);
        return outcome;
    }

    /// <summary>A security-cli that authenticates and then runs the test's script.</summary>
    void Provide(string script, string phase = "scan") => _tool.Provide("security-cli", $"""
        if [ "$1" = auth ]; then cat > '{_tool.Folder.PathOf("token")}'; fi
        if [ "$1" = {phase} ]; then
          {script}
        fi
        """);

    [Fact]
    public async Task A_hook_is_given_a_stacks_files_a_plan_and_a_state()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With("""
            Console.WriteLine($"plan {(await GetPlanAsync())!.ResourceChanges.Count}, state {await GetStateBeforeAsync() is not null}");
            Console.WriteLine($"main.tf {File.Exists("main.tf")}, plugin.cs {File.Exists("plugin.cs")}");
            File.WriteAllText("left.txt", "x");
            """));
        _tool.Folder.Write("stack/main.tf", "");
        _tool.Folder.Write("plan.json", """{"format_version":"1.2","terraform_version":"1.9.0","resource_changes":[]}""");
        _tool.Folder.Write("state.json", """{"format_version":"1.0","terraform_version":"1.9.0"}""");
        // What the stack's files link to is not written to.
        File.CreateSymbolicLink(_tool.Folder.PathOf("stack/spacelift.plan.json"), _tool.Folder.PathOf("victim.json"));

        var given = (await _tool.RunAsync(
            "run", "after_plan", "--source", "stack", "--plan-json", "plan.json", "--state-json", "state.json")).ShouldExit(0);
        Assert.Contains("plan 0, state True\nmain.tf True, plugin.cs False\n", given.Output, StringComparison.Ordinal);
        var alone = (await _tool.RunAsync("run", "after_plan", "--plan-json", "plan.json", "--state-json", "state.json")).ShouldExit(0);
        Assert.Contains("main.tf False, plugin.cs False\n", alone.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_tool.Folder.PathOf("left.txt")) || File.Exists(_tool.Folder.PathOf("stack/left.txt")));
        Assert.False(File.Exists(_tool.Folder.PathOf("victim.json")));
        Assert.Contains("--plan-json: file 'gone.json' not found.",
            (await _tool.RunAsync("run", "after_plan", "--plan-json", "gone.json")).ShouldExit(2).Error, StringComparison.Ordinal);
    }
}
