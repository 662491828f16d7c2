namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>The resource limits of a container.</summary>
/// <param name="Memory">Bytes of memory: of each process, enforced by the kernel; of all together, as monitored; and of files outside
/// the workspace.</param>
/// <param name="Processes">Concurrent processes.</param>
/// <param name="OpenFiles">Open files per process.</param>
/// <param name="Disk">Bytes written.</param>
sealed record ContainerLimits(long Memory, int Processes, int OpenFiles, long Disk)
{
    // The kernel's minimum, and what the container itself needs.
    const int LeastProcesses = 301;
    const int OwnProcesses = 10;

    /// <summary>The size limit of files outside the workspace, which are kept in memory.</summary>
    public long InMemory => Math.Min(Memory, Disk);

    /// <summary>The control group's limit for processes and files in memory, including the kernel's overhead.
    /// </summary>
    public long Together => Memory + InMemory + 64_000_000;

    /// <summary>The control group's process limit, with headroom so that the monitor can see the limit being exceeded.</summary>
    public int GroupProcesses => (2 * Processes) + 1_000;

    /// <summary>The limit of a process namespace. Before Linux 6.14 the setting is global and is not touched: 0.</summary>
    public int NamespaceProcesses(Version kernel) =>
        kernel >= new Version(6, 14) ? Math.Max(Processes + OwnProcesses, LeastProcesses) : 0;

    /// <summary>KiB of data, open files, and blocks of 512 bytes of one file, as ulimit takes them.</summary>
    public string Words
    {
        // Headroom, so that the monitor can see the limit being exceeded.
        get => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Memory / 1024} {OpenFiles} {(Disk / 512) + 4_096}");
    }
}
