using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Spaceforge.Cli.Watching;

/// <summary>What the Linux kernel says of changes in folders.</summary>
/// <remarks>
/// <see cref="FileSystemWatcher"/> either watches a whole tree, with the thousands of folders of a package manager, or takes an instance
/// of the kernel's, of which a user has few, for each folder.
/// </remarks>
[SupportedOSPlatform("linux")]
sealed partial class FolderEvents : IDisposable
{
    const int CloseOnExec = 0x80000;
    const int HeaderLength = 16;
    const short Readable = 1;
    const int Interrupted = 4;

    // Written, closed after writing, moved away or here, created, deleted, and the folder itself gone; only folders.
    const uint Mask = 0x2 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800 | 0x0100_0000;
    const uint FolderIsGone = 0x8000;
    const uint Overflow = 0x4000;

    readonly Lock _lock = new();
    readonly Dictionary<string, int> _byPath = new(StringComparer.Ordinal);
    readonly Dictionary<int, string> _byNumber = [];
    readonly Action<string?> _changed;
    readonly int _events;
    readonly int _stop;
    readonly Thread _thread;

    FolderEvents(int events, int stop, Action<string?> changed)
    {
        (_events, _stop, _changed) = (events, stop, changed);
        _thread = new Thread(Read) { IsBackground = true, Name = "folder events" };
        _thread.Start();
    }

    /// <param name="changed">Gets the path of what changed, or null if it is not known.</param>
    /// <returns>Null if the system has none left.</returns>
    public static FolderEvents? TryMake(Action<string?> changed)
    {
        var events = MakeEvents(CloseOnExec);
        if (events < 0) return null;

        var stop = MakeStop(0, CloseOnExec);
        if (stop >= 0) return new FolderEvents(events, stop, changed);

        _ = Close(events);
        return null;
    }

    /// <summary>How many folders are watched.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _byPath.Count;
        }
    }

    /// <summary>Watches a folder, but not what is below it. A folder that is watched may have been replaced.</summary>
    /// <returns>False if the system's limit is reached.</returns>
    public bool Watch(string folder)
    {
        const int noSpace = 28;
        const int noMemory = 12;
        lock (_lock)
        {
            var number = Add(_events, folder, Mask);
            if (number < 0) return Marshal.GetLastPInvokeError() is not (noSpace or noMemory);
            if (_byPath.TryGetValue(folder, out var before) && before != number) Forget(before);
            (_byPath[folder], _byNumber[number]) = (number, folder);
            return true;
        }
    }

    /// <summary>Watches only these from now on.</summary>
    public void Keep(IReadOnlySet<string> folders)
    {
        lock (_lock)
        {
            foreach (var (folder, number) in _byPath.Where(entry => !folders.Contains(entry.Key)).ToArray())
            {
                _byPath.Remove(folder);
                Forget(number);
            }
        }
    }

    public void Dispose()
    {
        _ = Write(_stop, 1, sizeof(long));
        _thread.Join();
        _ = Close(_events);
        _ = Close(_stop);
    }

    void Forget(int number)
    {
        _byNumber.Remove(number);
        // It may be gone already.
        _ = Remove(_events, number);
    }

    void Read()
    {
        var buffer = new byte[65_536];
        Span<Waited> waited =
        [
            new Waited { Descriptor = _events, Wanted = Readable },
            new Waited { Descriptor = _stop, Wanted = Readable },
        ];
        while (true)
        {
            if (Poll(ref waited[0], 2, -1) < 0 && Marshal.GetLastPInvokeError() != Interrupted) return;
            if (waited[1].Found != 0) return;
            if (waited[0].Found == 0) continue;

            var count = (int)Read(_events, ref buffer[0], buffer.Length);
            if (count <= 0) continue;
            for (var rest = buffer.AsSpan(0, count); rest.Length >= HeaderLength;)
            {
                var number = BinaryPrimitives.ReadInt32LittleEndian(rest);
                var mask = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
                var length = BinaryPrimitives.ReadInt32LittleEndian(rest[12..]);
                var name = rest.Slice(HeaderLength, length);
                Tell(number, mask, Encoding.UTF8.GetString(name[..Math.Max(0, name.IndexOf((byte)0))]));
                rest = rest[(HeaderLength + length)..];
            }
        }
    }

    void Tell(int number, uint mask, string name)
    {
        string? folder;
        lock (_lock)
        {
            _byNumber.TryGetValue(number, out folder);
            if ((mask & FolderIsGone) != 0 && folder is not null)
            {
                _byNumber.Remove(number);
                _byPath.Remove(folder);
            }
        }

        if ((mask & Overflow) != 0) _changed(null);
        else if (folder is not null) _changed(name.Length == 0 ? folder : Path.Combine(folder, name));
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Waited
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int MakeEvents(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Add(int events, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch")]
    private static partial int Remove(int events, int number);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int MakeStop(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Waited waited, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, ref byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, in long value, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
