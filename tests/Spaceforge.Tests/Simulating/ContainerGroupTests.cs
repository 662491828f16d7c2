using Spaceforge.Cli.Processes;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Tests.Watching;

namespace Spaceforge.Tests.Simulating;

/// <summary>The control group of a container, where the user may make one. Others of this process would be counted too.</summary>
[Collection(nameof(Alone))]
public sealed class ContainerGroupTests
{
    [Fact]
    public async Task What_the_kernel_kills_for_lack_of_memory_is_told_and_the_group_goes()
    {
        NeedGroups();
        await using (var bench = new SessionBench { Given = SessionBench.Limits with { Memory = 40_000_000, Disk = 1_000_000 } })
        {
            await bench.StartAsync(isolate: true);
            if (bench.Container.Isolation == Isolation.None) Needs.Missing($"namespaces: {bench.Container.Obstacle}");
            // Each within its own limit.
            new SessionBench.Session(
                bench, "for i in 1 2 3 4 5; do { head -c 30000000 /dev/zero; sleep 300; } | tail -c 30000000 & done; wait").Start();
            await Wait.UntilAsync(() => bench.Container.OutOfMemory is not null, "the kernel");
            Assert.Matches(
                "^it used too much memory: the kernel killed [1-9][0-9]* of its processes; the limit is 40000000 bytes$",
                bench.Container.OutOfMemory);
            Assert.NotEmpty(Groups());
        }

        Assert.Empty(Groups());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_container_that_ends_at_once_leaves_no_group(bool isolate)
    {
        NeedGroups();
        for (var i = 0; i < 5; i++)
        {
            await using var bench = new SessionBench();
            await bench.StartAsync(isolate);
        }

        Assert.Empty(Groups());
    }

    static void NeedGroups()
    {
        using (var group = ControlGroup.TryMake(1_000_000_000, 1_000))
        {
            if (group is null) Assert.Skip("This user can make no control group here.");
        }

        Assert.Empty(Groups());
    }

    static IEnumerable<string> Groups() => Directory.EnumerateDirectories(
        "/sys/fs/cgroup", $"spaceforge-{Environment.ProcessId}-*", new EnumerationOptions { RecurseSubdirectories = true });
}
