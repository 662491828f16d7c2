
namespace Spaceforge.Simulation.Tests.Attacks;

/// <summary>Hooks that attack the machine, especially when root runs the simulation.</summary>
public sealed class MachineAttackTests : Attacked
{
    static readonly string[] Hooks =
    [
        "echo x >/proc/sys/kernel/domainname",
        "cat /proc/sys/kernel/domainname >/proc/sys/kernel/domainname",
        "cat /proc/sys/vm/swappiness >/proc/sys/vm/swappiness",
        "echo x >/dev/kmsg",
        "echo h >/proc/sysrq-trigger",
        "echo x >/sys/power/state",
        "f=$(find /sys/fs/cgroup -name cgroup.procs | head -1); echo $$ >\"$f\"",
        "f=$(find /sys/kernel/mm -type f -perm -200 2>/dev/null | head -1); echo x >\"$f\"",
        "mkdir /sys/fs/cgroup/x",
        "head -c 1 /dev/mem",
        "ls /dev/vd* /dev/sd* /dev/nvme* /dev/mapper /dev/kmsg /dev/fuse /dev/loop*",
        "mknod d b 7 0 && cat d",
        "mknod d c 1 1 && cat d",
        "mount -t tmpfs none /mnt",
        "umount /proc",
        "mount -o remount,rw /proc",
        "unshare --user --map-root-user true",
        "chroot / true",
        "ls /proc/1/root/",
        "ls /proc/1/cwd/",
        "cat /proc/1/environ",
        "cat /proc/1/fd/0",
        "kill -TERM -- 1; sleep 0.1; kill -0 1 2>/dev/null && ! true",
        "nsenter --target 1 --mount true",
        "setpriv --reuid 0 true",
        "chown 0:0 /mnt/workspace",
        "for s in /run/docker.sock /run/containerd/containerd.sock /run/dbus/system_bus_socket /run/systemd/private; do [ ! -S $s ] || echo $s; done | grep .",
    ];

    [Theory]
    [MemberData(nameof(Users))]
    [Attack(
        "plugin",
        "writes to /proc, /sys and devices, makes devices and mounts, leaves its root, gains privileges, inspects the tool's processes, talks to the machine's services", "it fails, even as root")]
    public async Task The_machine_is_out_of_reach(string user)
    {
        // One run for all: each in a shell of its own, which says how it ended.
        var hooks = Hooks.Select(hook =>
        {
            var quoted = $"'{hook.Replace("'", "'\\''", StringComparison.Ordinal)}'";
            return $"if (eval {quoted}) >/dev/null 2>&1; then printf 'succeeded: %s\\n' {quoted}; else printf 'failed: %s\\n' {quoted}; fi";
        });
        var result = await AttackAsync(user, 0, string.Join('\n', hooks));
        Assert.Equal(Hooks.Select(hook => $"failed: {hook}"), result.Log);
    }

    [Fact]
    [Attack("plugin", "looks for capabilities and setuid programs", "it has none, and cannot get any")]
    public async Task Hooks_have_no_capabilities()
    {
        var result = await AttackAsync(0, "grep -E '^(CapEff|CapPrm|CapAmb):' /proc/self/status");
        Assert.All(result.Log, line => Assert.EndsWith("0000000000000000", line, StringComparison.Ordinal));
        Assert.Equal(3, result.Log.Count);
    }

    [Theory]
    [MemberData(nameof(Users))]
    [Attack("plugin", "writes, removes and links all over the machine's folders", "nothing of it remains")]
    public async Task What_is_written_elsewhere_is_gone(string user)
    {
        var result = await AttackAsync(
            user,
            0, $"echo x >'{Victim}'; rm -rf '{Outside}/folder'; ln -s /etc/passwd '{Outside}/link'; mkfifo '{Outside}/fifo'; chmod 0 '{Outside}'; echo '{Done}'");
        Assert.Contains(Done, result.Log);
    }

    [Fact]
    [Attack("plugin", "creates System V shared memory, a queue and semaphores, which outlive processes", "they are removed with the container")]
    public async Task Shared_memory_of_the_machine_is_out_of_reach()
    {
        Needs.Program("ipcmk");
        Assert.Contains(Done, (await AttackAsync(0, $"ipcmk -M 1234567 && ipcmk -Q && ipcmk -S 77 && echo '{Done}'")).Log);
        var stop = TestContext.Current.CancellationToken;
        Assert.DoesNotMatch(@"\s1234567\s", await File.ReadAllTextAsync("/proc/sysvipc/shm", stop));
        Assert.DoesNotMatch(@"\s77\s", await File.ReadAllTextAsync("/proc/sysvipc/sem", stop));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "leaves an unawaited process in its own session, which keeps the output open",
        "it ends with the run, and the run does not wait for it")]
    public async Task A_process_in_a_session_of_its_own_ends_with_the_run(string way)
    {
        // At the end of the test no process has this path on its command line.
        var result = await AttackAsync(
            0,
            $"setsid sh -c 'setsid sh -c \"while :; do sleep 1; done\" \"$1\" & sleep 0.1' sh '{Simulated.Folder.PathOf("tmp")}' && echo '{Done}'",
            Options(way));
        Assert.Contains(Done, result.Log);
    }

    [Fact]
    [Attack("plugin", "makes files and folders immutable or append-only, as root with rewritten paths", "they are still removed")]
    public async Task Immutable_files_are_removed()
    {
        Needs.Root("Only root can make files immutable");
        Assert.Contains(Done, (await AttackAsync(
            0, $"mkdir a b && touch a/x b/y c && chattr +i a c a/x; chattr +a b; chattr +i .; echo '{Done}'", "--no-isolation")).Log);
    }

    [Fact]
    [Attack("plugin", "mounts a folder of the machine into the workspace, as root with rewritten paths",
        "it is unmounted, and nothing is removed through it")]
    public async Task Nothing_is_removed_through_a_mount()
    {
        Needs.Root("Only root can mount");
        Simulated.Write(new PluginManifest("one").Context("one", ("before_init",
            $"mkdir a b && mount --bind '{Outside}' a && mount --bind '{Outside}' a; mount -t tmpfs t b && mkdir b/in && mount --bind '{Outside}' b/in; touch c && mount --bind '{Victim}' c; echo '{Done}'")));
        // The containers of other tests must not see these mounts.
        var outcome = await new CommandLine(
            "unshare", "--mount", "sh", "-c", "\"$@\"; code=$?; cat /proc/self/mountinfo >mounts; exit $code",
            "sh", Repository.PathOf("spaceforge"), "simulate", "one.yaml", "--no-isolation")
        { Folder = Simulated.Folder.Path, Variables = Simulated.Tool.Variables }.RunAsync();
        Assert.Contains(Done, outcome.ShouldExit(0).Output, StringComparison.Ordinal);
        var mounts = await File.ReadAllTextAsync(Simulated.Folder.PathOf("mounts"), TestContext.Current.CancellationToken);
        Assert.Contains(" /proc ", mounts, StringComparison.Ordinal);
        Assert.DoesNotContain(Simulated.Folder.Path, mounts, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    [Attack("user", "ends the tool while the container starts", "it ends, and leaves nothing behind")]
    public async Task A_signal_while_the_container_starts_leaves_nothing(string signal, int exitCode)
    {
        // The container is created while this one prints its version.
        Simulated.Tool.Provide("unshare", "echo x >>\"$TMPDIR/../started\"; sleep 0.3; PATH=${PATH#*:}; exec unshare \"$@\"");
        await EndAsync(signal, exitCode, () => File.Exists(Simulated.Folder.PathOf("started")));
    }

    [Theory]
    [InlineData("TERM", 143, "")]
    [InlineData("HUP", 129, "")]
    [InlineData("INT", 130, "--no-isolation")]
    [InlineData("HUP", 129, "--no-isolation")]
    [Attack("user", "ends the tool while a hook runs", "it ends, and leaves nothing behind")]
    public async Task A_signal_while_a_hook_runs_leaves_nothing(string signal, int exitCode, string option) =>
        await EndAsync(signal, exitCode,
            () => Directory.EnumerateFiles(Simulated.Folder.PathOf("tmp"), "here", SearchOption.AllDirectories).Any(), option);

    [Theory]
    [InlineData("--report", "missing/report.html")]
    [InlineData("--json", "missing/result.json")]
    [InlineData("--report", ".")]
    [Attack("user", "a report that cannot be written", "it is rejected before the run")]
    public async Task A_report_that_cannot_be_written_is_refused(string option, string path)
    {
        Simulated.Write(new PluginManifest("one").Context("one", ("before_init", "sleep 60")));
        var outcome = (await Simulated.Tool.RunAsync("simulate", "one.yaml", option, path)).ShouldExit(2);
        Assert.StartsWith($"error: {option}: ", outcome.Error, StringComparison.Ordinal);
    }

    async Task EndAsync(string signal, int exitCode, Func<bool> isTime, params string[] options)
    {
        Simulated.Write(new PluginManifest("one").Context("one", ("before_init", "touch /mnt/workspace/here; sleep 100")));
        var command = Simulated.Tool.Command(["simulate", "one.yaml", .. options.Where(option => option.Length > 0)]);
        // Shells ignore SIGINT for background jobs, and child processes inherit that.
        using var process =
            (command with { File = "env", Arguments = ["--default-signal=INT", command.File, .. command.Arguments] }).Start();
        await Wait.UntilAsync(() => process.HasExited || isTime(), "the start of the run");
        Assert.False(process.HasExited, "The run ended before it could be stopped.");

        (await new CommandLine("kill", $"-{signal}", Number(process.Id)).RunAsync()).ShouldExit(0);
        await Wait.ForAsync(process.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of the tool");
        Assert.Equal(exitCode, process.ExitCode);
    }
}
