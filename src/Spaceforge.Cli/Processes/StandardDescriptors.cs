using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Spaceforge.Cli.Processes;

/// <summary>Input, output and errors, which whoever starts the tool may have closed: <c>spaceforge schema >&amp;-</c>.</summary>
static partial class StandardDescriptors
{
    const int Count = 3;
    const int GetFlags = 1;

    // Open as long as the process runs.
    static readonly SafeFileHandle?[] Held = new SafeFileHandle?[Count];

    /// <summary>Keeps files that are opened later from becoming one of them: what is printed would be written into such a file.</summary>
    /// <remarks>Call it before anything else is opened. Input that is closed is empty, and writing to a closed output fails.</remarks>
    public static void Hold()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return;

        for (var descriptor = 0; descriptor < Count; descriptor++)
        {
            // The kernel gives away the lowest descriptor that is free.
            if (Control(descriptor, GetFlags, 0) < 0)
            {
                Held[descriptor] = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, nint value);
}
