using System.Runtime.InteropServices;

namespace Spaceforge.Hosting;

/// <summary>Keeps what a hook's process has in its memory and its environment from other processes.</summary>
static partial class ProcessSecrets
{
    const int CoreSize = 4;
    const int SetDumpable = 4;

    /// <summary>No core dumps of the process and of what it starts.</summary>
    public static void RefuseDumps()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return;

        // One byte, not none: Linux hands a dump to a program in spite of no, and never of one.
        if (GetLimit(CoreSize, out var limit) == 0) _ = SetLimit(CoreSize, limit with { Soft = Math.Min(limit.Hard, 1) });
    }

    /// <summary>Other processes of the same user, programs that the hook starts among them, cannot read it in /proc.</summary>
    public static void RefuseReaders()
    {
        if (OperatingSystem.IsLinux()) _ = Control(SetDumpable, 0, 0, 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    record struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
