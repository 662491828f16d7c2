using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Spaceforge.Cli.Watching;

/// <summary>Notices that nobody reads standard output any more: the terminal is closed, or the program behind a pipe has ended.</summary>
/// <remarks>.NET ignores broken pipes, so a watch, which prints only after a save, would run forever without a reader.</remarks>
static partial class OutputEnd
{
    const int StandardOutput = 1;
    const int Interrupted = 4;

    // An error or a hang-up, which need not be asked for.
    const short Closed = 0x8 | 0x10;

    /// <param name="closed">Called once, on a thread of its own.</param>
    [UnsupportedOSPlatform("windows")]
    public static void Watch(Action closed)
    {
        var thread = new Thread(() =>
        {
            var waited = new Waited { Descriptor = StandardOutput };
            while (Poll(ref waited, 1, -1) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted) return;
            }

            if ((waited.Found & Closed) != 0) closed();
        })
        { IsBackground = true, Name = "end of output" };
        thread.Start();
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Waited
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Waited waited, nuint count, int milliseconds);
}
