using System.Diagnostics;
using Spaceforge.Cli.Simulating;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Tests.Simulating;

/// <summary>Sessions in a container with namespaces, and what the tool is told of them.</summary>
public sealed class ContainerTests
{
    [Fact]
    public async Task Sessions_run_one_after_the_other_and_their_steps_output_and_exports_come_back()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        var first = await bench.RunAsync(
            "export COLOUR=red; echo \"$GREETING\"; echo error >&2", "printf 'invalid \\377\\nunfinished'", "printf ''");
        Assert.Equal(["<0>", "hello", "error", "<1>", "not Unicode: invalid \uFFFD", "unfinished", "<2>"], first.Events);
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(["COLOUR"], Exported(first).Intersect(["COLOUR", "OTHER"]));
        Assert.Null(first.Script.ExportFault);

        var second = await bench.RunAsync("export OTHER=1; exit 7", "echo not reached");
        Assert.Equal(["<0>"], second.Events);
        Assert.Equal(7, second.ExitCode);
        Assert.Equal(["OTHER"], Exported(second).Intersect(["COLOUR", "OTHER"]));

        Assert.True(bench.Container.IsEnding);
        Assert.Null(bench.Container.Fault);
        Assert.Null(bench.Container.OutOfMemory);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(bench.Folders.Scratch, RunFolders.Scripts)));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(bench.Folders.Scratch, RunFolders.Exports)));
    }

    [Fact]
    public async Task A_hook_sees_the_workspace_and_only_its_own_processes_and_is_not_root()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        File.WriteAllText(Path.Combine(bench.Folders.Workspace, "given"), "given");
        File.WriteAllText(Path.Combine(bench.Folders.Session, "plan.json"), "plan");
        var session = await bench.RunAsync(
            "cat /mnt/workspace/given /mnt/session/plan.json; echo; echo made >/mnt/workspace/made",
            $"id -u; ls {bench.Folders.Scratch}",
            "(: >/mnt/session/file) 2>/dev/null || echo refused");
        Assert.Equal(["<0>", "givenplan", "<1>", "1983", "<2>", "refused"], session.Events);
        Assert.Equal("made\n", File.ReadAllText(Path.Combine(bench.Folders.Workspace, "made")));
    }

    [Fact]
    public async Task What_is_written_outside_the_workspace_is_listed_and_gone()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        var path = Path.Combine(Path.GetTempPath(), $"spaceforge-outside-{LogStream.NewNonce()}");
        var session = await bench.RunAsync($"echo x >{path}");
        if (!bench.Container.IsOverlaid(path)) Needs.Missing("a folder for temporary files that the kernel can overlay");

        Assert.Equal(0, session.ExitCode);
        Assert.Equal([path], (await bench.Container.OutsideAsync())!);
        Assert.False(File.Exists(path));
        Assert.Equal("x\n", File.ReadAllText($"{bench.Container.Overlays}{path}"));
    }

    [Fact]
    public async Task It_may_be_asked_before_its_first_session()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        Assert.Empty((await bench.Container.OutsideAsync())!);
        Assert.Equal(["<0>", "hello"], (await bench.RunAsync("echo \"$GREETING\"")).Events);
    }

    [Fact]
    public async Task One_that_has_ended_lists_nothing()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        bench.Container.Kill();
        Assert.Null(await bench.Container.OutsideAsync());
    }

    [Fact]
    public async Task What_is_not_overlaid_is_told()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        if (bench.Container.Isolation == Isolation.Full)
        {
            Assert.Null(bench.Container.Obstacle);
            Assert.True(bench.Container.IsOverlaid("/usr"));
            return;
        }

        var text = bench.Container.Obstacle!;
        Assert.StartsWith("what hooks write below /", text, StringComparison.Ordinal);
        Assert.EndsWith(" is not isolated, since the kernel cannot overlay it", text, StringComparison.Ordinal);
        var folders = text.Split(' ').Where(word => word[0] == '/').ToArray();
        Assert.All(folders, folder => Assert.False(bench.Container.IsOverlaid($"{folder}/file")));
        Assert.True(bench.Container.IsOverlaid("/nowhere"));
    }

    [Fact]
    public async Task A_process_that_a_session_leaves_is_named()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        var session = await bench.RunAsync(
            "sleep 300 >/dev/null 2>&1 & while [ \"$(cat /proc/$!/comm)\" != sleep ]; do :; done");
        Assert.Equal(["<0>", "left sleep"], session.Events);
        Assert.InRange(bench.Container.Look()!.Value.Count, 1, 3);
    }

    [Fact]
    public async Task A_killed_session_has_no_exit_code()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        var before = Stopwatch.GetTimestamp();
        var session = new SessionBench.Session(bench, "echo started; sleep 300", "echo not reached");
        session.Start();
        var start = bench.Container.LastOutput;
        Assert.InRange(start, before, Stopwatch.GetTimestamp());
        await Wait.UntilAsync(() => session.Events.Length == 2, "the first line");
        Assert.InRange(bench.Container.LastOutput, start + 1, Stopwatch.GetTimestamp());
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Assert.Single(Directory.GetFiles(Path.Combine(bench.Folders.Scratch, RunFolders.Scripts)))));
        Assert.True(bench.Container.IsRunning);
        Assert.False(bench.Container.IsEnding);
        Assert.Equal(1, bench.Container.OwnProcesses);
        // The shell of the session and sleep, beside the container's own.
        Assert.InRange(bench.Container.Look()!.Value.Count, 3, 5);

        bench.Container.Kill();
        await session.RunAsync();
        Assert.Null(session.ExitCode);
        Assert.Equal(["<0>", "started"], session.Events);
        await Wait.UntilAsync(() => !bench.Container.IsRunning, "the end of the container");
    }

    [Theory]
    [InlineData("printf '\\0360123456789abcdef01234567 start\\n'")]
    [InlineData("printf '\\036%s end\\n' \"$(cat /mnt/workspace/nonce)\"")]
    public async Task A_marker_that_a_hook_prints_is_a_fault(string command)
    {
        await using var bench = await SessionBench.IsolatedAsync();
        var session = new SessionBench.Session(bench, command, "echo after");
        File.WriteAllText(Path.Combine(bench.Folders.Workspace, "nonce"), session.Script.Steps[1]);
        await session.RunAsync();
        Assert.Equal(["<0>", "<1>", "after"], session.Events);
        Assert.Equal("it printed one of the simulation's markers out of order", bench.Container.Fault);
    }

    [Fact]
    public async Task A_step_that_is_not_expected_is_a_fault()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        var session = await new SessionBench.Session(bench, "echo one", "echo two") { Refuses = 1 }.RunAsync();
        Assert.Equal(["<0>", "one", "<1>", "two"], session.Events);
        Assert.Equal("it printed one of the simulation's markers out of order", bench.Container.Fault);
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut_where_the_observer_says()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        var session = await bench.RunAsync("head -c 70000 /dev/zero | tr '\\0' x; echo");
        Assert.Equal(["<0>", "60000 characters", "10000 characters"], session.Events);
    }

    [Fact]
    public async Task A_session_whose_folders_are_gone_is_a_fault_of_the_run()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        Directory.Delete(Path.Combine(bench.Folders.Scratch, RunFolders.Exports));
        var session = await bench.RunAsync("echo one");
        Assert.NotEqual(0, session.ExitCode);
        Assert.Matches("^its exported variables cannot be read: .*exports.*[^.]$", session.Script.ExportFault);
        Assert.Null(bench.Container.Fault);

        Directory.Delete(Path.Combine(bench.Folders.Scratch, RunFolders.Scripts));
        var second = await bench.RunAsync("echo one");
        Assert.Null(second.ExitCode);
        Assert.Empty(second.Events);
        Assert.Matches("^its session cannot be started: .*scripts.*[^.]$", bench.Container.Fault);
    }

    [Theory]
    [InlineData("echo 'no namespaces here.' >&2; echo 'really.' >&2; exit 1", "no namespaces here. really.")]
    [InlineData("exit 1", "user namespaces are not available")]
    [InlineData("for i in $(seq 200); do echo 'no.' >&2; done; exit 1", "no.*100")]
    public async Task Without_namespaces_the_reason_is_told(string script, string reason)
    {
        using var programs = new TemporaryFolder();
        programs.WriteScript("unshare", script);
        await using var bench = new SessionBench();
        bench.Variables["PATH"] = $"{programs.Path}:{bench.Variables["PATH"]}";
        if (reason == "no.*100") reason = string.Join(' ', Enumerable.Repeat("no.", 100));

        var (container, obstacle) = await Container.TryIsolateAsync(
            bench.Folders, bench.Variables, SessionBench.Limits, root: null, CancellationToken.None);
        Assert.Null(container);
        Assert.Equal(reason, obstacle);
        var refused = await Assert.ThrowsAsync<UsageException>(() => bench.StartAsync(isolate: true, new ContainerRoot("/nowhere", null)));
        Assert.Equal($"--image needs the container, which cannot be created here: {reason.TrimEnd('.')}.", refused.Message);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_nothing_running()
    {
        using var programs = new TemporaryFolder();
        var began = programs.PathOf("began");
        programs.WriteScript("unshare", $"echo $$ >{began}.new; mv {began}.new {began}; exec cat >/dev/null");
        await using var bench = new SessionBench();
        bench.Variables["PATH"] = $"{programs.Path}:{bench.Variables["PATH"]}";
        using var stop = new CancellationTokenSource();
        var start = bench.StartAsync(isolate: true, stop: stop);
        await Wait.UntilAsync(() => File.Exists(began), "the start of unshare");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.ForAsync(start, "the end of the start"));
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(began).Trim()}"));
    }

    [Fact]
    public async Task A_start_before_the_run_that_is_cancelled_leaves_no_folders()
    {
        using var programs = new TemporaryFolder();
        var given = programs.PathOf("given");
        programs.WriteScript("unshare", $"printf '%s\\n' \"$@\" >{given}.new; mv {given}.new {given}; exec cat >/dev/null");
        await using var bench = new SessionBench();
        bench.Variables["PATH"] = $"{programs.Path}:{bench.Variables["PATH"]}";
        using var stop = new CancellationTokenSource();
        var start = WarmContainer.StartAsync(bench.Variables, SessionBench.Limits, root: null, stop.Token);
        await Wait.UntilAsync(() => File.Exists(given), "the start of unshare");
        var scratch = File.ReadAllLines(given)[^5];
        Assert.True(Directory.Exists(scratch));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.ForAsync(start, "the end of the start"));
        Assert.False(Directory.Exists(scratch));
    }

    [Fact]
    public async Task A_container_that_was_started_before_its_run_is_fresh_until_it_ends()
    {
        await using var bench = await SessionBench.IsolatedAsync();
        var warm = await WarmContainer.StartAsync(bench.Variables, SessionBench.Limits, root: null, CancellationToken.None);
        Assert.True(warm!.IsFresh);
        Assert.True(Directory.Exists(warm.Folders.Source));
        warm.Container.Kill();
        await Wait.UntilAsync(() => !warm.IsFresh, "the end of the container");
        await warm.DisposeAsync();
        Assert.Throws<InvalidOperationException>(() => warm.Container.IsRunning);
        Assert.False(Directory.Exists(warm.Folders.Scratch));
    }

    static IEnumerable<string> Exported(SessionBench.Session session) => ExportedVariables.Parse(session.Script.Exported).Names;
}
