using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Spaceforge.Files;

/// <summary>A folder, accessed through its handle.</summary>
sealed partial class LinuxFolder : ForeignFolder
{
    const int NotPermitted = 1;
    const int NoEntry = 2;
    const int Denied = 13;
    const int Busy = 16;
    const int Exists = 17;
    const int OtherMount = 18;
    const int NotFolder = 20;
    const int IsFolder = 21;
    const int NotEmpty = 39;
    const int Loop = 40;

    // Mounts may be stacked.
    const int MostMounts = 100;

    readonly SafeFileHandle _handle;

    LinuxFolder(SafeFileHandle handle, string path)
        : base(path) => _handle = handle;

    /// <summary>Whether system call numbers and flags are known for this architecture.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static LinuxFolder OpenTrusted(string path)
    {
        var handle = OpenHandle(-100, ForeignName.ToBytes(path), OpenFlags.Path | OpenFlags.Folder, 0);
        return handle is { IsInvalid: false }
            ? new LinuxFolder(handle, path) : throw new IOException($"Cannot open '{path}': {Failure().Message}");
    }

    protected override void Dispose(bool disposing) => _handle.Dispose();

    protected override ForeignFolder Again() => new LinuxFolder(Checked(OpenAt(["."], OpenFlags.Path | OpenFlags.Folder)), FullPath);

    protected override ForeignFolder Enter(string[] parts) =>
        new LinuxFolder(Checked(OpenAt(parts, OpenFlags.Path | OpenFlags.Folder)), $"{FullPath}/{string.Join('/', parts)}");

    protected override SafeFileHandle OpenFile(string[] parts)
    {
        var file = Checked(OpenAt(parts, OpenFlags.NonBlocking));
        if (LookAt(file, []) is { Kind: ForeignKind.File }) return file;

        file.Dispose();
        throw new IOException("it is not a regular file.");
    }

    protected override SafeFileHandle CreateFile(string name, UnixFileMode mode) =>
        Checked(OpenHandle(Number, ForeignName.ToBytes(
            name), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, (uint)mode));

    protected override SafeFileHandle? OpenInRoot(string path, bool reads)
    {
        const ulong noMagicLinks = 2, inRoot = 0x10;
        var file = OpenWith(path, reads ? OpenFlags.NonBlocking : OpenFlags.Path, noMagicLinks | inRoot);
        if (!file.IsInvalid) return file;

        file.Dispose();
        return Marshal.GetLastPInvokeError() is NoEntry or NotFolder ? null : throw Failure();
    }

    protected override ForeignEntry? LookAt(SafeFileHandle file) => LookAt(file, []);

    protected override void MakeLink(string name, string target)
    {
        if (LinkTo(ForeignName.ToBytes(target), _handle, ForeignName.ToBytes(name)) != 0) throw Failure();
    }

    protected override void MakeHardLink(string name, ForeignFolder folder, string target)
    {
        var other = ((LinuxFolder)folder)._handle;
        if (LinkAt(other, ForeignName.ToBytes(target), _handle, ForeignName.ToBytes(name), 0) != 0) throw Failure();
    }

    protected override void SetMode(UnixFileMode mode) =>
        _ = ChangeMode(ForeignName.ToBytes($"/proc/self/fd/{_handle.DangerousGetHandle()}"), (uint)mode);

    protected override IDisposable? Lock(string[] parts)
    {
        const int exclusive = 2, unblocked = 4;
        var folder = OpenAt(parts, OpenFlags.Folder);
        if (!folder.IsInvalid && LockFile(folder, exclusive | unblocked) == 0) return folder;

        folder.Dispose();
        return null;
    }

    protected override bool Make(string name, UnixFileMode mode)
    {
        if (MakeFolderAt(_handle, ForeignName.ToBytes(name), (uint)mode) == 0) return true;
        return Marshal.GetLastPInvokeError() == Exists ? false : throw Failure();
    }

    protected override void Rename(string name, ForeignFolder folder, string newName)
    {
        if (RenameAt(_handle, ForeignName.ToBytes(name), ((LinuxFolder)folder)._handle, ForeignName.ToBytes(newName)) != 0) throw Failure();
    }

    protected override bool Remove(string name)
    {
        for (var tries = 0; tries < MostMounts; tries++)
        {
            if (TryRemove(name) is { } removed) return removed;
            if (Marshal.GetLastPInvokeError() == Busy)
            {
                Unmount(name);
                continue;
            }

            Thaw(".");
            Thaw(name);
        }

        return TryRemove(name) ?? throw Failure();
    }

    /// <returns>Null if a flag of the file or the folder, or a mount, prevents it.</returns>
    bool? TryRemove(string name)
    {
        const int removeFolder = 0x200;
        var bytes = ForeignName.ToBytes(name);
        if (UnlinkAt(_handle, bytes, 0) == 0 || Marshal.GetLastPInvokeError() == NoEntry) return true;
        if (Marshal.GetLastPInvokeError() == IsFolder
            && (UnlinkAt(_handle, bytes, removeFolder) == 0 || Marshal.GetLastPInvokeError() == NoEntry)) return true;

        return Marshal.GetLastPInvokeError() switch
        {
            NotEmpty or Exists => false,
            NotPermitted or Busy => null,
            _ => throw Failure(),
        };
    }

    /// <summary>Removes flags such as immutable, which a hook running as root can set and which stop even root.</summary>
    void Thaw(string name)
    {
        const nuint getFlags = 0x80086601, setFlags = 0x40086602;
        const int appendOnlyAndImmutable = 0x30;
        using var file = OpenAt([name], OpenFlags.NonBlocking);
        var flags = new long[1];
        if (file.IsInvalid || LookAt(file, []) is not { Kind: ForeignKind.File or ForeignKind.Folder }
            || FileFlags(file, getFlags, flags) != 0 || (flags[0] & appendOnlyAndImmutable) == 0) return;

        flags[0] &= ~appendOnlyAndImmutable;
        _ = FileFlags(file, setFlags, flags);
    }

    /// <summary>Unmounts an entry, so that nothing is removed through it.</summary>
    void Unmount(string name)
    {
        const int detach = 2;
        using var mounted = OpenHandle(Number, ForeignName.ToBytes(name), OpenFlags.Path | OpenFlags.NoFollow, 0);
        if (!mounted.IsInvalid) _ = Unmount(ForeignName.ToBytes($"/proc/self/fd/{mounted.DangerousGetHandle()}"), detach);
    }

    protected override ForeignFolder EnterToRemove(string name)
    {
        for (var tries = 0; tries < MostMounts; tries++)
        {
            var folder = OpenAt([name], OpenFlags.Path | OpenFlags.Folder, staysOnMount: true);
            if (!folder.IsInvalid) return new LinuxFolder(folder, $"{FullPath}/{name}");
            if (Marshal.GetLastPInvokeError() != OtherMount) throw Failure();

            Unmount(name);
        }

        throw new IOException("something is mounted there.");
    }

    protected override void Unlock(string name)
    {
        Thaw(name);
        using var folder = Checked(OpenAt([name], OpenFlags.Path | OpenFlags.Folder));
        // fchmod does not accept an O_PATH handle, but the handle's /proc entry works and is never a link's target.
        _ = ChangeMode(ForeignName.ToBytes($"/proc/self/fd/{folder.DangerousGetHandle()}"), 0b111_000_000);
    }

    protected override IEnumerable<string> Names()
    {
        using var folder = Checked(OpenAt(["."], OpenFlags.Folder));
        var buffer = new byte[32_768];
        while (true)
        {
            var count = (int)SystemCall(Arm ? 61 : 217, folder.DangerousGetHandle(), buffer, buffer.Length, 0);
            if (count < 0) throw Failure();
            if (count == 0) yield break;

            for (var position = 0; position < count;)
            {
                var entry = buffer.AsSpan(position, BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(position + 16)));
                position += entry.Length;
                var name = entry[19..];
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8)) yield return ForeignName.Of(name);
            }
        }
    }

    protected override ForeignEntry? Look(string name) =>
        LookAt(_handle, ForeignName.ToBytes(name)) is { } entry ? entry with { Path = name } : null;

    static bool Arm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    // The number of a closed one may be another file's by now.
    int Number => _handle.IsClosed ? throw new IOException("it is closed.") : (int)_handle.DangerousGetHandle();

    static ForeignEntry? LookAt(SafeFileHandle folder, byte[] name)
    {
        const int noFollow = 0x100, noAutomount = 0x800, emptyPath = 0x1000;
        const uint basic = 0x7FF;
        var status = new byte[256];
        var isItself = name.Length == 0;
        if (Statx(folder, isItself ? [0] : name, noFollow | noAutomount | (isItself ? emptyPath : 0), basic, status) != 0) return null;

        var kind = (BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(28)) & 0xF000) switch
        {
            0x8000 => ForeignKind.File,
            0x4000 => ForeignKind.Folder,
            0xA000 => ForeignKind.Link,
            _ => ForeignKind.Special,
        };
        var (seconds, nanoseconds) = (BinaryPrimitives.ReadInt64LittleEndian(
            status.AsSpan(112)), BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(120)));
        // Anyone can set a timestamp that .NET cannot represent.
        var changed = DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, -60_000_000_000, 250_000_000_000)).AddTicks(nanoseconds / 100);
        return new ForeignEntry(
            "", kind, BinaryPrimitives.ReadInt64LittleEndian(status.AsSpan(40)),
            512 * BinaryPrimitives.ReadInt64LittleEndian(status.AsSpan(48)), changed)
        {
            Mode = (UnixFileMode)(BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(28)) & 0xFFF),
        };
    }

    // Null if the kernel or a sandbox does not support openat2.
    SafeFileHandle? OpenBeneath(string path, OpenFlags flags, bool staysOnMount)
    {
        const ulong noCrossing = 1, noMagicLinks = 2, noLinks = 4, beneath = 8;
        const int noPermission = 1, noCall = 38;
        var file = OpenWith(path, flags, noMagicLinks | noLinks | beneath | (staysOnMount ? noCrossing : 0));
        if (!file.IsInvalid || Marshal.GetLastPInvokeError() is not (noCall or noPermission)) return file;

        file.Dispose();
        return null;
    }

    SafeFileHandle OpenWith(string path, OpenFlags flags, ulong resolve)
    {
        var how = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(how, (ulong)Native(flags));
        BinaryPrimitives.WriteUInt64LittleEndian(how.AsSpan(16), resolve);
        return new SafeFileHandle((int)OpenAt2(437, Number, ForeignName.ToBytes(path), how, how.Length), ownsHandle: true);
    }

    SafeFileHandle OpenAt(string[] parts, OpenFlags flags, bool staysOnMount = false)
    {
        if (OpenBeneath(string.Join('/', parts), flags, staysOnMount) is { } opened) return opened;

        var number = Number;
        SafeFileHandle? folder = null;
        foreach (var part in parts[..^1])
        {
            var next = OpenHandle(number, ForeignName.ToBytes(part), OpenFlags.Path | OpenFlags.Folder | OpenFlags.NoFollow, 0);
            folder?.Dispose();
            if (next.IsInvalid) return next;
            (folder, number) = (next, (int)next.DangerousGetHandle());
        }

        var file = OpenHandle(number, ForeignName.ToBytes(parts[^1]), flags | OpenFlags.NoFollow, 0);
        var error = Marshal.GetLastPInvokeError();
        folder?.Dispose();
        Marshal.SetLastPInvokeError(error);
        return file;
    }

    static SafeFileHandle OpenHandle(int folder, byte[] name, OpenFlags flags, uint mode) =>
        new(OpenAtFolder(folder, name, Native(flags), mode), ownsHandle: true);

    static SafeFileHandle Checked(SafeFileHandle handle) => handle.IsInvalid ? throw Failure() : handle;

    static IOException Failure()
    {
        const int noDevice = 6;
        return Marshal.GetLastPInvokeError() switch
        {
            NoEntry => new FileNotFoundException("the file does not exist."),
            // Callers that tell this case apart look at the inner exception.
            Denied => new IOException($"{Marshal.GetPInvokeErrorMessage(Denied)}.", new UnauthorizedAccessException()),
            Loop => new IOException("it is a link, or its path contains a link."),
            NotFolder => new IOException("a link or a file is where a folder should be."),
            IsFolder => new IOException("it is a folder."),
            noDevice => new IOException("it is not a regular file."),
            var error => new IOException($"{Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    [Flags]
    enum OpenFlags
    {
        WriteOnly = 1,
        Create = 0x40,
        Exclusive = 0x80,
        NoTerminal = 0x100,
        NonBlocking = 0x800,
        Folder = 0x10000,
        NoFollow = 0x20000,
        CloseOnExec = 0x80000,
        Path = 0x200000,
    }

    // Two of these have different numbers on ARM.
    static int Native(OpenFlags flags)
    {
        // openat2 rejects flags that are meaningless for O_PATH handles.
        flags |= flags.HasFlag(OpenFlags.Path) ? OpenFlags.CloseOnExec : OpenFlags.CloseOnExec | OpenFlags.NoTerminal;
        if (!Arm) return (int)flags;

        var native = (int)(flags & ~(OpenFlags.Folder | OpenFlags.NoFollow));
        if (flags.HasFlag(OpenFlags.Folder)) native |= 0x4000;
        if (flags.HasFlag(OpenFlags.NoFollow)) native |= 0x8000;
        return native;
    }

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAtFolder(int folder, byte[] name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint OpenAt2(nint number, nint folder, byte[] name, byte[] how, nint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint file, byte[] buffer, nint size, nint unused);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(SafeFileHandle folder, byte[] name, int flags, uint mask, byte[] status);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int MakeFolderAt(SafeFileHandle folder, byte[] name, uint mode);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    private static partial int RenameAt(SafeFileHandle folder, byte[] name, SafeFileHandle newFolder, byte[] newName);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    private static partial int LinkTo(byte[] target, SafeFileHandle folder, byte[] name);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static partial int LinkAt(SafeFileHandle folder, byte[] name, SafeFileHandle newFolder, byte[] newName, int flags);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int LockFile(SafeFileHandle folder, int operation);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static partial int UnlinkAt(SafeFileHandle folder, byte[] name, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int FileFlags(SafeFileHandle file, nuint request, long[] flags);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true)]
    private static partial int Unmount(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static partial int ChangeMode(byte[] path, uint mode);
}
