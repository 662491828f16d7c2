using System.Diagnostics;
using Spaceforge.Cli.Processes;

namespace Spaceforge.Tests.Simulating;

public sealed class ControlGroupTests
{
    [Fact]
    public async Task Processes_that_have_ended_do_not_keep_it_from_the_others()
    {
        using var group = ControlGroup.TryMake(memory: 1 << 30, processes: 100);
        if (group is null) Needs.Missing("a control group that this user may create");

        using var ended = Process.Start("true");
        await Wait.UntilAsync(() => ended.HasExited, "the end of 'true'");
        using var running = Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true })!;
        group.Take([ended.Id, running.Id]);
        Assert.False(running.HasExited);
        Assert.Contains($"/spaceforge-{Environment.ProcessId}-", File.ReadAllText($"/proc/{running.Id}/cgroup"), StringComparison.Ordinal);
        Assert.Equal(0, group.OutOfMemory);

        group.Dispose();
        await Wait.UntilAsync(() => running.HasExited, "the end of the process with its group");
    }
}
