using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Spaceforge.Commands;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.Tests.Commands;

/// <summary>Commands, run for real.</summary>
public sealed class CommandRunnerTests : IDisposable
{
    readonly StringWriter _log = new() { NewLine = "\n" };
    readonly CancellationTokenSource _stop = new();
    readonly TemporaryFolder _folder = new();
    readonly SecretMasker _secrets = new();

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Output_and_error_come_back_apart_and_in_order()
    {
        var (exitCode, output, error) = await RunAsync("echo one; echo bad >&2; echo two; echo worse >&2; exit 3");

        Assert.Equal(3, exitCode);
        Assert.Equal(["one", "two"], output);
        Assert.Equal(["bad", "worse"], error);
        Assert.Contains("(p) one\n", _log.ToString(), StringComparison.Ordinal);
        Assert.Contains("(p) 'sh' exited with 3.\n", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_reach_the_command_as_they_are()
    {
        string[] arguments = ["", "a b", "$(id)", "'\"", "*", "-n", "é\n🔴"];
        var (_, output, _) = await Runner()
            .RunAsync(new CliOptions(), "sh", ["-c", "for a; do printf '<%s>' \"$a\"; done", "sh", .. arguments]);
        Assert.Equal(string.Concat(arguments.Select(argument => $"<{argument}>")), string.Join('\n', output));
    }

    [Fact]
    public async Task An_argument_that_no_program_can_receive_is_refused()
    {
        var e = await Assert.ThrowsAsync<PluginFailedException>(() => Runner().RunAsync(new CliOptions(), "echo", ["a", "b\0c"]));
        Assert.Equal("Cannot run 'echo': an argument contains a NUL character, which no program can receive.", e.Message);
    }

    [Fact]
    public async Task Output_can_be_kept_out_of_the_log()
    {
        var (_, output, _) = await Runner().RunAsync(new CliOptions { PrintOutput = false }, "echo", ["quiet words"]);
        Assert.Equal(["quiet words"], output);
        Assert.DoesNotContain("(p) quiet words", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_no_program()
    {
        File.CreateSymbolicLink(_folder.PathOf("tool"), "nowhere");
        File.CreateSymbolicLink(_folder.PathOf("loop"), "loop");
        Assert.Null(SearchPath.Find("tool", _folder.Path));
        Assert.Null(SearchPath.Find("loop", _folder.Path));
        var program = _folder.WriteScript("programs/tool", "");
        Assert.Equal(program, SearchPath.Find("tool", $"{_folder.Path}:{_folder.PathOf("programs")}"));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_command_that_prints_nothing_gives_signs_of_life(bool printOutput, bool told)
    {
        await Runner(new ImpatientClock()).RunAsync(new CliOptions { PrintOutput = printOutput }, "true", []);
        Assert.Equal(told, _log.ToString().Contains("(p) 'true' is still running.\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_whose_loader_is_missing_is_told_apart_from_one_that_is_not_there()
    {
        var path = _folder.WriteScript("tool", "");
        await File.WriteAllTextAsync(path, "#!/no/such/interpreter\n", TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<PluginFailedException>(() => Runner().RunAsync(new CliOptions(), path, []));
        Assert.Contains($"{path} exists, but its interpreter does not.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expected_exit_codes_are_no_errors()
    {
        await Runner().RunAsync(new CliOptions { ExpectedExitCodes = [0, 2] }, "sh", ["-c", "exit 2"]);
        Assert.DoesNotContain("exited with", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_waits_for_input_gets_its_end()
    {
        var (exitCode, _, _) = await RunAsync("read -r line || exit 7");
        Assert.Equal(7, exitCode);
    }

    [Fact]
    public async Task A_missing_command_is_named()
    {
        var e = await Assert.ThrowsAsync<PluginFailedException>(() => Runner().RunAsync(new CliOptions(), "no-such-tool", []));
        Assert.Contains("'no-such-tool': the program does not exist", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, e.ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_not_executable_is_named()
    {
        var path = _folder.Write("tool", "text");
        var e = await Assert.ThrowsAsync<PluginFailedException>(() => Runner().RunAsync(new CliOptions(), path, []));
        Assert.Contains($"'{path}': the file is not executable", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_output_and_error_are_logged_while_the_command_runs()
    {
        var go = _folder.PathOf("go");
        var running = RunAsync($"echo early; echo bad >&2; while [ ! -f '{go}' ]; do sleep 0.01; done; echo late");
        await Wait.UntilAsync(() => _log.ToString().Contains("(p) early\n", StringComparison.Ordinal), "the first line in the log");
        Assert.DoesNotContain("(p) late", _log.ToString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        Assert.Equal(["early", "late"], (await Wait.ForAsync(running, "the end of the command")).Output);
    }

    [Fact]
    public async Task Folder_variables_and_input_can_be_given()
    {
        Environment.SetEnvironmentVariable("COMMAND_RUNNER_TEST", "inherited");
        var options = new CliOptions
        {
            WorkingDirectory = _folder.Path,
            Environment = new Dictionary<string, string?> { ["GIVEN"] = "a b", ["COMMAND_RUNNER_TEST"] = null },
            StandardInput = "é 1\n2\n",
        };
        var (_, output, _) = await Runner().RunAsync(options, "sh", ["-c", "pwd; echo \"$GIVEN ${COMMAND_RUNNER_TEST-gone}\"; cat"]);
        Assert.Equal([_folder.Path, "a b gone", "é 1", "2"], output);
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var e = await Assert.ThrowsAsync<PluginFailedException>(
            () => Runner().RunAsync(new CliOptions { WorkingDirectory = "/no/such" }, "true", []));
        Assert.Contains("the folder '/no/such' does not exist", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_limit_ends_the_command_and_what_it_started()
    {
        var pidFile = _folder.PathOf("pid");
        var e = await Assert.ThrowsAsync<PluginFailedException>(() => Runner().RunAsync(
            new CliOptions { TimeLimit = TimeSpan.FromSeconds(5) }, "sh", ["-c", $"sleep 600 & echo $! > {pidFile}; wait"]));
        Assert.Contains("'sh' did not end within 00:00:05", e.Message, StringComparison.Ordinal);
        var pid = int.Parse(await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken), null);
        await Wait.UntilAsync(() => !IsRunning(pid), "the end of what the command started");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_do_not_stop_it()
    {
        var (_, output, _) = await RunAsync("printf '\\377\\376 x\\r\\nlast'");
        Assert.Equal(["\ufffd\ufffd x", "last"], output);
    }

    [Fact]
    public async Task Stopping_ends_the_whole_process_tree()
    {
        var pidFile = _folder.PathOf("pid");
        var running = RunAsync($"sleep 600 & echo $! > {pidFile}.new && mv {pidFile}.new {pidFile} && wait");
        await Wait.UntilAsync(() => File.Exists(pidFile), "the start of the command");
        var pid = int.Parse(await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken), null);

        await _stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Wait.ForAsync(running, "the end of the command"));
        await Wait.UntilAsync(() => !IsRunning(pid), "the end of what the command started");
    }

    [Fact]
    [Attack("tool output", "a command leaves a process behind that holds its output open",
        "the hook does not wait for it, says so, and has the command's complete output")]
    public async Task What_a_command_left_running_is_not_waited_for()
    {
        var result = await Wait.ForAsync(RunAsync("sleep 600 & echo $!; echo bad >&2; exit 3"), "the end of the command");
        using var left = Process.GetProcessById(int.Parse(result.Output[0], null));
        left.Kill();
        Assert.Equal((3, "bad"), (result.ExitCode, Assert.Single(result.Error)));
        Assert.Contains("'sh' has ended, but a process that it started keeps its output open", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Attack("tool output", "output with line breaks and control characters of every kind, to forge log lines",
        "each line has the prefix, control characters are made visible, colours are kept")]
    public async Task Output_writes_no_lines_of_its_own_into_the_log()
    {
        const string Text =
            "a\r::add-mask b\v::add-mask c\f::add-mask d\u0085::add-mask e\u2028::add-mask f\e]0;title\a\e[2J\e[31mred\e[0m\u009b2J";
        await Runner().RunAsync(new CliOptions(), "cat", [_folder.Write("text", $"{Text}\n")]);
        Assert.Equal(2, _log.ToString().Count('\n'));
        Assert.Contains(
            """(p) a\u000d::add-mask b\u000b::add-mask c\u000c::add-mask d\u0085::add-mask e\u2028::add-mask f\u001b]0;title\u0007\u001b[2J""" + "\e[31mred\e[0m\\u009b2J\n",
            _log.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    [Attack("tool output", "a line of more than a MiB, split inside a secret", "it is split elsewhere")]
    public async Task A_line_that_is_cut_cuts_no_secret()
    {
        _secrets.Add("hunter2hunter2");
        var script = "head -c 1048570 /dev/zero | tr '\\0' x; printf 'hunter2hunter2'; head -c 40000 /dev/zero | tr '\\0' y";
        await Runner().RunAsync(new CliOptions { CaptureOutput = false }, "sh", ["-c", script]);
        var lines = _log.ToString().Split('\n');
        Assert.True(lines.Length > 2, "It was not cut.");
        Assert.Contains(lines, line => line.Contains("hunter2hunter2", StringComparison.Ordinal) && line.Contains('y'));
    }

    static bool IsRunning(int pid)
    {
        try
        {
            // A zombie has ended; whoever adopted it has only not looked yet.
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    Task<CliResult> RunAsync(string script) => Runner().RunAsync(new CliOptions(), "sh", ["-c", script]);

    CommandRunner Runner(TimeProvider? clock = null) => new(
        new PluginLogger(TextWriter.Synchronized(_log), "local", "p", LogLevel.Debug, colors: false),
        new EnvironmentVariables(), _secrets, Directory.GetCurrentDirectory(), _stop.Token)
    {
        Clock = clock ?? TimeProvider.System,
    };

    /// <summary>A clock whose timers go off at once.</summary>
    sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
