using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Spaceforge.Cli.Simulating.Programs;

/// <summary>What the Linux kernel says of programs that are started from folders.</summary>
/// <remarks>
/// Only files that are opened to be executed count, so a hook may copy or scan programs. Needs no root. Folders of an overlay can be
/// watched from Linux 6.6 on.
/// </remarks>
sealed partial class ExecutionEvents : IDisposable
{
    const uint CloseOnExec = 0x1;
    const uint NonBlocking = 0x2;
    const uint WithFolderAndName = 0xC00;
    const uint Add = 0x1;
    const uint OnlyFolder = 0x8;
    const ulong Executed = 0x1000;
    const ulong OfEntries = 0x0800_0000;
    const int CurrentFolder = -100;

    // The length, the version, and the length of the metadata, which the information about the file follows.
    const int LengthOfMetadata = 6;
    const int NameInformation = 2;
    // Type, length, and the file system's id; then the length, type and bytes of the folder's handle, and the name.
    const int HandleLength = 12;
    const int Handle = 20;

    // A process that is still running can start programs as fast as they are read here.
    const int MostReads = 1_000;

    readonly int _events;

    ExecutionEvents(int events) => _events = events;

    /// <returns>Null if the kernel does not report them.</returns>
    public static ExecutionEvents? TryMake() =>
        Make(CloseOnExec | NonBlocking | WithFolderAndName, 0) is >= 0 and var events ? new ExecutionEvents(events) : null;

    /// <summary>Watches the programs of a folder.</summary>
    /// <returns>False if its file system does not report them, or it is not there.</returns>
    public bool Watch(string folder) => Mark(_events, Add | OnlyFolder, Executed | OfEntries, CurrentFolder, folder) == 0;

    /// <summary>The names of files that were executed since, in this order.</summary>
    public IEnumerable<string> Take()
    {
        var buffer = new byte[65_536];
        for (var i = 0; i < MostReads && (int)Read(_events, ref buffer[0], buffer.Length) is > 0 and var count; i++)
        {
            for (var start = 0; start < count;)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(start));
                if (Name(buffer.AsSpan(start, length)) is { } name) yield return name;
                start += length;
            }
        }
    }

    public void Dispose() => _ = Close(_events);

    /// <returns>Null if the event has none: some were lost.</returns>
    static string? Name(ReadOnlySpan<byte> report)
    {
        var information = report[BinaryPrimitives.ReadUInt16LittleEndian(report[LengthOfMetadata..])..];
        if (information.Length < Handle || information[0] != NameInformation) return null;

        var name = information[(Handle + BinaryPrimitives.ReadInt32LittleEndian(information[HandleLength..]))..];
        return Encoding.UTF8.GetString(name[..Math.Max(0, name.IndexOf((byte)0))]);
    }

    [LibraryImport("libc", EntryPoint = "fanotify_init")]
    private static partial int Make(uint flags, uint eventFlags);

    [LibraryImport("libc", EntryPoint = "fanotify_mark", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mark(int events, uint flags, ulong mask, int folder, string path);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, ref byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
