using Microsoft.Extensions.Logging;
using Spaceforge.Commands;
using Spaceforge.Logging;

namespace Spaceforge.Tests.Commands;

/// <summary>Commands, run for real.</summary>
public sealed class CommandRunnerTests : IDisposable
{
    readonly StringWriter _log = new() { NewLine = "\n" };
    readonly CancellationTokenSource _stop = new();
    readonly TemporaryFolder _folder = new();

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
        var (_, output, _) = await Runner().RunAsync(new CliOptions(), "sh", ["-c", "for a; do printf '<%s>' \"$a\"; done", "sh", .. arguments]);
        Assert.Equal(string.Concat(arguments.Select(argument => $"<{argument}>")), string.Join('\n', output));
    }

    [Fact]
    public async Task Output_can_be_kept_out_of_the_log()
    {
        var (_, output, _) = await Runner().RunAsync(new CliOptions { PrintOutput = false }, "echo", ["quiet words"]);
        Assert.Equal(["quiet words"], output);
        Assert.DoesNotContain("(p) quiet words", _log.ToString(), StringComparison.Ordinal);
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
        Assert.Contains($"{path} is there, but not what starts it.", e.Message, StringComparison.Ordinal);
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
        Assert.Contains("'no-such-tool': there is no such program", e.Message, StringComparison.Ordinal);
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
        var e = await Assert.ThrowsAsync<PluginFailedException>(() => Runner().RunAsync(new CliOptions { WorkingDirectory = "/no/such" }, "true", []));
        Assert.Contains("there is no folder '/no/such'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_limit_ends_the_command_and_what_it_started()
    {
        var pidFile = _folder.PathOf("pid");
        var e = await Assert.ThrowsAsync<PluginFailedException>(() => Runner().RunAsync(
            new CliOptions { TimeLimit = TimeSpan.FromSeconds(1) }, "sh", ["-c", $"sleep 600 & echo $! > {pidFile}; wait"]));
        Assert.Contains("'sh' did not end within 00:00:01", e.Message, StringComparison.Ordinal);
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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
        await Wait.UntilAsync(() => !IsRunning(pid), "the end of what the command started");
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
        new PluginLogger(TextWriter.Synchronized(_log), "local", "p", LogLevel.Debug, colors: false), new EnvironmentVariables(), Directory.GetCurrentDirectory(), _stop.Token)
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
