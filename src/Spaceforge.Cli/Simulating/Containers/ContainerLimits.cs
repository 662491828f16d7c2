namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>What a container may take of the machine.</summary>
/// <param name="Memory">Bytes of memory: of each process by the kernel, of all together as the watch counts them, and of files outside of
/// the workspace.</param>
/// <param name="Processes">Processes at a time.</param>
/// <param name="OpenFiles">Open files of a process.</param>
/// <param name="Disk">Bytes that are written.</param>
sealed record ContainerLimits(long Memory, int Processes, int OpenFiles, long Disk)
{
    // The kernel's least, and what the container needs beside the hooks.
    const int LeastProcesses = 301;
    const int OwnProcesses = 10;

    /// <summary>What files outside of the workspace may hold, which lie in memory.</summary>
    public long InMemory => Math.Min(Memory, Disk);

    /// <summary>What processes and files in memory may take together, where a control group counts it, with what the kernel needs for them.
    /// </summary>
    public long Together => Memory + InMemory + 64_000_000;

    /// <summary>The processes of a control group: the watch sees what is beyond the limit, so that there must be room for that.</summary>
    public int GroupProcesses => Processes + (4 * OwnProcesses);

    /// <summary>The limit of a process namespace. Before Linux 6.14 the file is the whole machine's and is not touched.</summary>
    public int NamespaceProcesses => Environment.OSVersion.Version >= new Version(6, 14)
        ? Math.Max(Processes + OwnProcesses, LeastProcesses) : 0;

    /// <summary>KiB of data, open files, and blocks of 512 bytes of one file, as ulimit takes them.</summary>
    public string Words
    {
        // The watch sees what is beyond the limit, so that a file must be able to grow that far.
        get => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Memory / 1024} {OpenFiles} {(Disk / 512) + 4_096}");
    }
}
