using System.Globalization;
using System.Runtime.InteropServices;

namespace Spaceforge.Cli.Processes;

/// <summary>
/// The descriptors that whoever started the tool left open: locks, files, connections that are none of a hook's business.
/// </summary>
static partial class InheritedDescriptors
{
    const int FirstOther = 3;
    const int SetFlags = 2;
    const int CloseOnExec = 1;

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
