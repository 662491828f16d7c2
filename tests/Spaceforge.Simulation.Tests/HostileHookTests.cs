namespace Spaceforge.Simulation.Tests;

/// <summary>Hooks that misbehave: the simulation ends with a verdict and leaves nothing behind.</summary>
public sealed class HostileHookTests : IAsyncLifetime
{
    readonly Simulated _simulated = new();
    readonly string _name = $"left-{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync()
    {
        // Building the tool first leaves files that are not the simulation's.
        (await _simulated.Tool.RunAsync("--version")).ShouldExit(0);
        _simulated.Tool.Variables["TMPDIR"] = Directory.CreateDirectory(_simulated.Folder.PathOf("tmp")).FullName;
    }

    /// <summary>Every test checks for leftovers of the simulation.</summary>
    public ValueTask DisposeAsync()
    {
        Assert.Empty(Directory.GetDirectories(_simulated.Folder.PathOf("tmp"), "spaceforge-work-*"));
        Assert.DoesNotContain(_simulated.Folder.Path, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Empty(Running());
        _simulated.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData]
    [InlineData("--no-isolation")]
    public async Task One_that_runs_for_ever_is_killed(params string[] more)
    {
        var result = await RunAsync(1, $"echo started; while :; do sleep 0.1; done # {_name}", ["--silence-limit", "5s", .. more]);
        Assert.Equal(["started"], result.Log);
        Assert.Contains("it printed nothing for 5 seconds; Spacelift ends such a run. after_run does not run in this case.",
            result.Reasons, StringComparison.Ordinal);
        Assert.Equal(["init killed"], result.Phases);
    }

    [Fact]
    public async Task One_that_prints_for_ever_is_killed()
    {
        var result = await RunAsync(1, "yes", "--time-limit", "1s");
        // On a slow machine, before the hook starts.
        Assert.Contains("The run was ended: the run took longer than 1 second", result.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_waits_for_input_finds_none()
    {
        var result = await RunAsync(1, "echo 'Sure?'; read -r answer; echo \"status $?\"; read -r answer </dev/tty");
        Assert.Equal(["Sure?", "status 1"], result.Log.Take(2));
        Assert.Equal("FAILED", result.FinalState);
    }

    [Fact]
    public async Task One_that_forks_and_stays_is_ended_with_the_container()
    {
        _simulated.Folder.WriteScript(_name, ": >/mnt/workspace/up; while :; do sleep 1; done");
        var result = await RunAsync(
            0, $"setsid '{_simulated.Folder.PathOf(_name)}' & until [ -f /mnt/workspace/up ]; do sleep 0.1; done; echo done");
        Assert.Equal(["done"], result.Log);
        Assert.Contains("init left processes running: left-", result.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_tool_leaves_no_process_and_a_later_one_removes_its_folder()
    {
        var tmp = new DirectoryInfo(_simulated.Folder.PathOf("tmp"));
        await RunAsync(0, "true", "--keep");
        var kept = Assert.Single(tmp.GetDirectories("spaceforge-kept-*"));

        _simulated.Write(new PluginManifest("two").Context("two", ("before_init", $"sleep 600 # {_name}")));
        using (var killed = _simulated.Tool.Command("simulate", "two.yaml").Start())
        {
            await Wait.UntilAsync(() => Running().Any() || killed.HasExited, "the start of the hook");
            killed.Kill();
            await Wait.ForAsync(killed.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of the tool");
        }

        await Wait.UntilAsync(() => !Running().Any(), "the end of the hook");
        var left = Assert.Single(tmp.GetDirectories("spaceforge-work-*"));
        await RunAsync(0, "true");
        Assert.True(Directory.Exists(left.FullName), "A folder as young as this may be one that another process is making.");

        MakeOld(kept, left);
        using var running = _simulated.Tool.Command("simulate", "two.yaml").Start();
        await Wait.UntilAsync(() => Running().Any() || running.HasExited, "the start of the hook");
        var used = Assert.Single(tmp.GetDirectories("spaceforge-work-*"));
        Assert.NotEqual(left.FullName, used.FullName);

        MakeOld(used);
        await RunAsync(0, "true");
        Assert.True(Directory.Exists(used.FullName), "The folder of a run that goes on was removed.");
        Assert.True(Directory.Exists(kept.FullName), "The folder of a run with --keep was removed.");
        (await new CommandLine("kill", "-TERM", running.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .RunAsync()).ShouldExit(0);
        await Wait.ForAsync(running.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of the tool");

        static void MakeOld(params IEnumerable<DirectoryInfo> folders)
        {
            foreach (var folder in folders) folder.LastWriteTimeUtc = DateTime.UtcNow - TimeSpan.FromHours(2);
        }
    }

    [Fact]
    public async Task A_signal_ends_the_run_and_cleans_up()
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", $"sleep 600 # {_name}")));
        using var process = _simulated.Tool.Command("simulate", "one.yaml").Start();
        await Wait.UntilAsync(() => Running().Any() || process.HasExited, "the start of the hook");
        (await new CommandLine("kill", "-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .RunAsync()).ShouldExit(0);
        await Wait.ForAsync(process.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of the tool");
        Assert.Equal(143, process.ExitCode);
    }

    [Fact]
    public async Task One_that_fills_the_disk_is_ended()
    {
        var result = await RunAsync(1, "dd if=/dev/zero of=/mnt/workspace/big bs=1M count=60; sleep 60", "--disk-limit", "50MB");
        Assert.Contains("it filled the disk: ", result.Reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_fills_the_disk_outside_of_the_workspace_gets_the_error()
    {
        var result = await RunAsync(1, "dd if=/dev/zero of=/var/tmp/big bs=1M count=60", "--disk-limit", "50MB");
        Assert.Contains("No space left on device", string.Join('\n', result.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_prints_100_MB_is_reported_and_not_kept()
    {
        var result = await RunAsync(0, "head -c 100000000 /dev/zero | tr '\\0' x | fold -w 100; echo; echo last");
        Assert.Contains("printed 101 MB", result.Warnings, StringComparison.Ordinal);
        Assert.Equal("last", result.Log[^1]);
        Assert.Contains(result.Log, line => line.EndsWith("lines omitted]", StringComparison.Ordinal));
        Assert.InRange(_simulated.Last.Output.Length, 1_000_000, 2_000_000);
    }

    [Fact]
    public async Task Output_that_is_not_text_is_shown_and_reported()
    {
        var result = await RunAsync(0, "printf 'a\\377b\\n\\033]0;title\\007\\033[2Jc\\n'; head -c 200000 /dev/zero | tr '\\0' y");
        Assert.Equal("a\uFFFDb", result.Log[0]);
        Assert.Contains("printed bytes that are not valid UTF-8", result.Warnings, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', _simulated.Last.Output);
        Assert.Equal(200_000, result.Log.Skip(2).Sum(line => line.Length));
    }

    [Fact]
    public async Task What_is_written_outside_of_the_workspace_changes_nothing()
    {
        var (outside, removed) = (_simulated.Folder.PathOf("outside"), _simulated.Folder.Write("removed", "here"));
        var result = await RunAsync(
            0, $"echo x >'{outside}'; rm '{removed}'; [ ! -e '{removed}' ]; echo x >/mnt/other; echo x >/dev/shm/{_name}");
        Assert.Contains("is isolated; writes elsewhere are discarded.", _simulated.Last.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(outside));
        Assert.Equal("here", await File.ReadAllTextAsync(removed, TestContext.Current.CancellationToken));
        Assert.False(File.Exists($"/dev/shm/{_name}") || File.Exists("/mnt/other"));
        Assert.Contains("Written outside the workspace: ", result.Warnings, StringComparison.Ordinal);
        Assert.Contains(outside, result.Warnings, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chown 0:0 /mnt/workspace")]
    [InlineData("mount -t tmpfs none /opt")]
    public async Task One_that_needs_root_is_reported(string command)
    {
        var result = await RunAsync(1, $"id -u; {command}");
        Assert.Equal("1983", result.Log[0]);
        Assert.Contains("before_init of one seems to need root", result.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_nobody_may_enter_is_removed_all_the_same() =>
        Assert.Equal("FINISHED", (await RunAsync(0, "mkdir -p /mnt/workspace/a/b && chmod 0 /mnt/workspace/a")).FinalState);

    [Fact]
    public async Task Long_silence_is_a_warning()
    {
        var result = await RunAsync(0, "sleep 6", "--silence-limit", "11s");
        Assert.Matches(@"before_init of one printed nothing for \d", result.Warnings);
    }

    [Fact]
    public async Task Without_namespaces_paths_are_rewritten_and_the_command_says_so()
    {
        _simulated.Tool.Provide("unshare", "echo 'unshare: no namespaces here' >&2; exit 1");
        var result = await RunAsync(0, "echo x >/mnt/workspace/file; ls /mnt/workspace; pwd");
        Assert.Contains("/workspace/source", result.Log[^1], StringComparison.Ordinal);
        Assert.Contains("file", result.Log);
        Assert.Contains("is rewritten to", _simulated.Last.Output, StringComparison.Ordinal);
        Assert.Contains("unshare: no namespaces here", _simulated.Last.Output, StringComparison.Ordinal);
    }

    Task<RunResult> RunAsync(int exitCode, string hook, params string[] more)
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", hook)));
        return _simulated.RunAsync(exitCode, ["one.yaml", .. more]);
    }

    /// <summary>Processes of the test's container: its folder is in the command line of the first one.</summary>
    IEnumerable<int> Running() => RunningCommands.With(_name).Concat(RunningCommands.With(_simulated.Folder.PathOf("tmp")));
}
