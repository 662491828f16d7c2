namespace Spaceforge.Simulation.Tests.Attacks;

/// <summary>
/// Hooks that take more of the machine than they may. Each is bounded by itself as well: a limit that failed would harm nobody.
/// </summary>
public sealed class LimitAttackTests : Attacked
{
    [Theory]
    [MemberData(nameof(Users))]
    [Attack("plugin", "starts processes by the thousand (here: 1,500)", "the kernel or the tool stops it at the limit")]
    public async Task Processes_have_a_limit(string user)
    {
        var result = await AttackAsync(
            user, 1, "i=0; while [ $i -lt 1500 ]; do sleep 20 & i=$((i+1)); done; wait", "--process-limit", "200");
        Assert.Matches("too many processes|failed with exit code|shell is gone", result.Reasons);
    }

    [Fact]
    [Attack("plugin", "starts processes by the thousand, with rewritten paths (here: 600)", "the tool counts them and ends the run")]
    public async Task Processes_have_a_limit_with_rewritten_paths()
    {
        var result = await AttackAsync(
            1, "i=0; while [ $i -lt 600 ]; do sleep 20 & i=$((i+1)); done; wait", "--process-limit", "100", "--no-isolation");
        Assert.Contains("it started too many processes", result.Reasons, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "fills the memory with one process (here: 400 MB)", "the kernel refuses more than the limit")]
    public async Task Memory_of_a_process_has_a_limit(string way)
    {
        var result = await AttackAsync(
            1, "python3 -c 'x = bytearray(400000000); print(len(x))'", ["--memory-limit", "200MB", .. Options(way)]);
        Assert.DoesNotContain("400000000", result.Log);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "fills the memory with many processes, each below the limit (here: 6 of 60 MB)",
        "the tool adds them up and ends the run")]
    public async Task Memory_of_all_processes_has_a_limit(string way)
    {
        var result = await AttackAsync(
            1, "for i in 1 2 3 4 5 6; do python3 -c 'import time; x = bytearray(60000000); time.sleep(20)' & done; wait",
            ["--memory-limit", "200MB", .. Options(way)]);
        Assert.Contains("it took too much memory", result.Reasons, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "fills memory that processes share, which no limit of a process counts (here: 300 MB)",
        "the tool or the kernel counts it, and the run ends")]
    public async Task Shared_memory_has_a_limit(string way)
    {
        var result = await AttackAsync(
            1, "python3 -c 'import mmap, time; m = mmap.mmap(-1, 300000000); [m.write(bytes(1000000)) for i in range(300)]; time.sleep(20); print(\"filled\")'",
            ["--memory-limit", "100MB", "--disk-limit", "100MB", .. Options(way)]);
        Assert.Contains("it took too much memory", result.Reasons, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "fills memory that only a descriptor holds (here: 8 times 50 MB)",
        "a control group counts it and the run ends, where the user may make one")]
    public async Task Memory_of_a_descriptor_has_a_limit(string way)
    {
        if (await GroupAsync(way) is null) Assert.Skip("This user can make no control group here.");

        var result = await AttackAsync(
            1, "python3 -c 'import os, time; a = [os.memfd_create(\"a\") for i in range(8)]; [os.write(f, bytes(50000000)) for f in a]; time.sleep(20)'",
            ["--memory-limit", "100MB", "--disk-limit", "60MB", .. Options(way)]);
        Assert.Contains("it took too much memory: the kernel ended 1 of its processes", result.Reasons, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("fault", "the tool is killed, and leaves its control group", "the next run removes it, and its own")]
    public async Task Control_groups_do_not_stay(string way)
    {
        var group = await GroupAsync(way);
        if (group is null) Assert.Skip("This user can make no control group here.");

        Assert.Empty(Directories(group));
        Simulated.Write(new PluginManifest("one").Context("one", ("before_init", "touch /mnt/workspace/here; sleep 100")));
        using (var tool = Simulated.Tool.Command(["simulate", "one.yaml", .. Options(way)]).Start())
        {
            await Wait.UntilAsync(() => Directories($"spaceforge-{Number(tool.Id)}-").Count > 0, "the control group of the run");
            tool.Kill();
            await Wait.ForAsync(tool.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of the tool");
            await Wait.UntilAsync(
                () => !Directories($"spaceforge-{Number(tool.Id)}-").Any(folder => File.ReadAllText($"{folder}/cgroup.procs").Length > 0),
                "the end of what the run had started");
            Assert.NotNull(await GroupAsync(way));
            Assert.Empty(Directories($"spaceforge-{Number(tool.Id)}-"));
        }

        await ShellAsync("find \"$1\" -mindepth 1 -delete", Simulated.Folder.PathOf("tmp"));
    }

    /// <summary>The name of the control group of a run, or null where there is none.</summary>
    async Task<string?> GroupAsync(string way)
    {
        var log = (await AttackAsync(0, "cat /proc/self/cgroup", Options(way))).Log;
        return log.Select(line => line.Split('/')[^1]).FirstOrDefault(name => name.StartsWith("spaceforge-", StringComparison.Ordinal));
    }

    static List<string> Directories(string name) =>
        [.. Directory.EnumerateDirectories("/sys/fs/cgroup", $"{name}*", new EnumerationOptions { RecurseSubdirectories = true })];

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "opens files by the thousand", "the kernel refuses more than the limit")]
    public async Task Open_files_have_a_limit(string way)
    {
        var result = await AttackAsync(
            1, "python3 -c 'f = [open(\"/dev/null\") for i in range(300)]'", ["--file-limit", "100", .. Options(way)]);
        Assert.Contains("Too many open files", string.Join('\n', result.Log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x")]
    [InlineData("/tmp/x")]
    [InlineData("/dev/shm/x")]
    [InlineData("/var/tmp/x")]
    [InlineData("/mnt/x")]
    [InlineData("$HOME/x")]
    [Attack("plugin", "fills a folder outside of the workspace, which lies in memory", "there is no space left at the limit")]
    public async Task Every_folder_in_memory_has_a_limit(string path)
    {
        var result = await AttackAsync(0, $"head -c 60000000 /dev/zero >{path} || echo stopped", "--disk-limit", "50MB");
        Assert.Contains("stopped", result.Log);
    }

    [Fact]
    [Attack("plugin", "fills folders outside of the workspace one after the other", "they have one limit together")]
    public async Task All_folders_in_memory_have_one_limit()
    {
        var result = await AttackAsync(
            0, "for d in /tmp /dev/shm /var/tmp; do head -c 30000000 /dev/zero >$d/x || echo stopped; done", "--memory-limit", "70MB");
        Assert.Contains("stopped", result.Log);
    }

    [Theory]
    [InlineData("i=0; while [ $i -lt 300 ]; do head -c 500000 /dev/zero >f$i; i=$((i+1)); done; sleep 30")]
    [InlineData("head -c 200000000 /dev/zero >x; sleep 30")]
    [InlineData("head -c 200000000 /dev/zero >&8; sleep 30")]
    [Attack("plugin", "fills the workspace or the session with many files, one file, its exports", "the run is ended at the limit")]
    public async Task The_disk_has_a_limit(string hook)
    {
        foreach (var way in (string[])["namespaces", "rewritten"])
        {
            var result = await AttackAsync(1, hook, ["--disk-limit", "50MB", .. Options(way)]);
            Assert.Contains("it filled the disk", result.Reasons, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Attack("plugin", "writes into a file that it removed, which no list of the workspace shows", "a file cannot grow past the limit")]
    public async Task A_removed_file_has_the_limit_too()
    {
        var result = await AttackAsync(0, "exec 5>x; rm x; head -c 200000000 /dev/zero >&5 || echo stopped", "--disk-limit", "50MB");
        Assert.Contains("stopped", result.Log);
    }

    [Fact]
    [Attack("plugin", "a file of a terabyte that is all hole", "it counts for what it takes")]
    public async Task Holes_take_no_disk() =>
        Assert.Equal("FINISHED", (await AttackAsync(0, "truncate -s 40M x; sleep 0.5", "--disk-limit", "30MB")).FinalState);

    [Fact]
    [Attack("plugin", "dumps the memory of a process", "core dumps are off")]
    public async Task There_are_no_core_dumps() =>
        Assert.Equal(["0"], (await AttackAsync(0, "ulimit -c")).Log);
}
