using System.Runtime.InteropServices;

namespace Spaceforge.Hosting;

/// <summary>Protects the memory and environment of a hook's process from other processes.</summary>
static partial class ProcessSecrets
{
    const int CoreSize = 4;
    const int SetDumpable = 4;

    /// <summary>Disables core dumps for the process and its children.</summary>
    public static void RefuseDumps()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return;

        // One byte, not zero: with a limit of zero, Linux still pipes dumps to a handler program, but never with a limit of one.
        if (GetLimit(CoreSize, out var limit) == 0) _ = SetLimit(CoreSize, limit with { Soft = Math.Min(limit.Hard, 1) });
    }

    /// <summary>Prevents other processes of the same user, including programs that the hook starts, from reading it in /proc.</summary>
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
