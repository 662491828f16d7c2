using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Spaceforge.Cli.Processes;

/// <summary>
/// The descriptors that whoever started the tool left open: locks, files, connections that are none of a hook's business; and the
/// standard ones, which may be closed: <c>spaceforge schema >&amp;-</c>.
/// </summary>
static partial class InheritedDescriptors
{
    const int FirstOther = 3;
    const int GetFlags = 1;
    const int SetFlags = 2;
    const int CloseOnExec = 1;

    // Open as long as the process runs.
    static readonly List<SafeFileHandle> Held = [];

    /// <summary>Keeps files that are opened later from becoming a standard stream: what is printed would be written into them.</summary>
    /// <remarks>Call it before anything else is opened. Closed input is then empty, and writing to closed output fails.</remarks>
    public static void HoldStandard()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return;

        for (var descriptor = 0; descriptor < FirstOther; descriptor++)
        {
            // A new file gets the lowest descriptor that is free.
            if (Control(descriptor, GetFlags, 0) < 0)
            {
                Held.Add(File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            }
        }
    }

    /// <summary>From now on, programs that this process starts get input, output and errors alone.</summary>
    public static void KeepFromChildren()
    {
        if (!OperatingSystem.IsLinux()) return;

        foreach (var path in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)
                && descriptor >= FirstOther)
            {
                _ = Control(descriptor, SetFlags, CloseOnExec);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, nint value);
}
