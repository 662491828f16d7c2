using System.Runtime.InteropServices;
using Spaceforge.Cli.Simulating;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Tests.Watching;

namespace Spaceforge.Tests.Simulating;

/// <summary>Sessions without namespaces. All processes that the tool starts afterwards are the container's, and killed with it.</summary>
[Collection(nameof(Alone))]
public sealed class PlainContainerTests
{
    // Root may leave its control groups; for others this does nothing.
    const string LeaveGroup = "for all in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do echo $$ >$all; done 2>/dev/null";

    [Fact]
    public async Task Sessions_run_one_after_the_other_with_paths_of_the_machine()
    {
        await using var bench = new SessionBench();
        await bench.StartAsync(isolate: false);
        Assert.Equal(Isolation.None, bench.Container.Isolation);
        Assert.Equal("namespaces are turned off", bench.Container.Obstacle);
        Assert.Null(bench.Container.Overlays);
        Assert.Equal(0, bench.Container.OwnProcesses);

        var first = await bench.RunAsync("export COLOUR=red; echo \"$GREETING\"", "cat");
        Assert.Equal(["<0>", "hello", "<1>"], first.Events);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("COLOUR", ExportedVariables.Parse(first.Script.Exported).Names);
        Assert.Equal(7, (await bench.RunAsync("exit 7")).ExitCode);
        Assert.Empty((await bench.Container.OutsideAsync())!);
        Assert.Null(bench.Container.Fault);
    }

    [Theory]
    [InlineData("exec sleep 300")]
    [InlineData("setsid sh -c 'echo $$; exec sleep 300' & wait")]
    [InlineData("(setsid sh -c 'echo $$; exec sleep 300' &); sleep 300")]
    [InlineData($"(setsid sh -c '{LeaveGroup}; echo $$; exec sleep 300' &); sleep 300")]
    public async Task Everything_that_a_session_started_ends_with_the_container(string command)
    {
        // An earlier test has made the tool the parent of orphans.
        if (OperatingSystem.IsLinux()) _ = Control(option: 36, 0, 0, 0, 0);
        await using var bench = new SessionBench();
        await bench.StartAsync(isolate: false);
        var session = new SessionBench.Session(bench, $"echo $$; {command}");
        session.Start();
        await Wait.UntilAsync(() => session.Events.Length == (command[0] == 'e' ? 2 : 3), "the ids of the processes");
        Assert.InRange(bench.Container.Look()!.Value.Count, 2, 6);
        bench.Container.Kill();
        Assert.Null((await session.RunAsync()).ExitCode);
        await bench.DisposeAsync();
        // A killed process that nobody has asked about keeps its id, without a command line.
        Assert.All(session.Events[1..], id => Assert.True(
            !File.Exists($"/proc/{id}/cmdline") || File.ReadAllText($"/proc/{id}/cmdline").Length == 0, $"{id} runs"));
        Assert.False(Directory.Exists(bench.Folders.Scratch));
    }

    [Fact]
    public async Task A_machine_without_namespaces_runs_hooks_without()
    {
        using var programs = new TemporaryFolder();
        var given = programs.PathOf("given");
        programs.WriteScript("unshare", $"printf '%s\\n' \"$@\" >{given}; echo 'no namespaces here' >&2; exit 1");
        await using var bench = new SessionBench();
        bench.Variables["PATH"] = $"{programs.Path}:{bench.Variables["PATH"]}";
        await bench.StartAsync(isolate: true);
        Assert.Equal(Isolation.None, bench.Container.Isolation);
        Assert.Equal("no namespaces here", bench.Container.Obstacle);
        Assert.Equal(["<0>", "hello"], (await bench.RunAsync("echo \"$GREETING\"")).Events);

        Assert.Null(await WarmContainer.StartAsync(bench.Variables, SessionBench.Limits, root: null, CancellationToken.None));
        var scratch = File.ReadAllLines(given)[^5];
        Assert.NotEqual(bench.Folders.Scratch, scratch);
        Assert.False(Directory.Exists(scratch));
    }

    [Fact]
    public async Task A_machine_that_cannot_start_a_container_runs_hooks_without()
    {
        using var programs = new TemporaryFolder();
        File.CreateSymbolicLink(programs.PathOf("sh"), "/bin/sh");
        await using var bench = new SessionBench();
        await WithAsync(programs, () => bench.StartAsync(isolate: true));
        Assert.Equal(Isolation.None, bench.Container.Isolation);
        Assert.Equal("user namespaces are not available", bench.Container.Obstacle);
        Assert.Equal(["<0>", "hello"], (await bench.RunAsync("echo \"$GREETING\"")).Events);
    }

    [Fact]
    public async Task What_a_shell_says_that_fails_is_told()
    {
        using var programs = new TemporaryFolder();
        programs.WriteScript("sh", "echo ' no shell.' >&2; echo 'really ' >&2; exit 1");
        await using var bench = new SessionBench();
        var refused = await Assert.ThrowsAsync<UsageException>(() => WithAsync(programs, () => bench.StartAsync(isolate: false)));
        Assert.Equal("Hooks cannot be run here: sh failed. no shell. really", refused.Message);
    }

    [Fact]
    public async Task A_killed_container_still_ends_its_sessions()
    {
        using var programs = new TemporaryFolder();
        var ended = programs.PathOf("ended");
        programs.WriteScript("sh", $"IFS= read -r nonce; printf '\\036%s ready none\\n' \"$nonce\"; cat >/dev/null; : >{ended}");
        await using var bench = new SessionBench();
        await WithAsync(programs, () => bench.StartAsync(isolate: false));
        bench.Container.Kill();
        await Wait.UntilAsync(() => File.Exists(ended), "the end of the script's input");
    }

    /// <summary>Where the tool finds only these programs.</summary>
    static async Task WithAsync(TemporaryFolder programs, Func<Task> test)
    {
        var before = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", programs.Path);
        try
        {
            await test();
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", before);
        }
    }

    [DllImport("libc", EntryPoint = "prctl")]
    static extern int Control(int option, nuint value, nuint third, nuint fourth, nuint fifth);
}
