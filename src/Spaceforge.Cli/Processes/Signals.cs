using System.Runtime.InteropServices;

namespace Spaceforge.Cli.Processes;

/// <summary>What .NET does not do with processes that it has not started.</summary>
static partial class Signals
{
    const int Killed = 9;
    const int BecomeSubreaper = 36;

    public static void Kill(int process) => _ = Send(process, Killed);

    public static void Pass(int process, int signal) => _ = Send(process, signal);

    /// <summary>From now on, what leaves its parent below this process becomes a child of it, and can be found.</summary>
    public static void AdoptOrphans()
    {
        if (OperatingSystem.IsLinux()) _ = Control(BecomeSubreaper, 1, 0, 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint value, nuint third, nuint fourth, nuint fifth);
}
