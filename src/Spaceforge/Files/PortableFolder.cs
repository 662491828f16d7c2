using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Spaceforge.Files;

/// <summary>A folder, accessed through its path, on systems without folder handles: each part of a path is checked before use.</summary>
sealed partial class PortableFolder : ForeignFolder
{
    PortableFolder(string path)
        : base(path)
    {
    }

    public static PortableFolder OpenTrusted(string path) =>
        Directory.Exists(path) ? new PortableFolder(Path.GetFullPath(path))
            : throw new IOException($"Cannot open '{path}': the folder does not exist.");

    protected override void Dispose(bool disposing)
    {
        // There is no handle to release.
    }

    protected override ForeignFolder Again() => new PortableFolder(FullPath);

    protected override ForeignFolder Enter(string[] parts)
    {
        var folder = Unlinked(parts);
        if (File.Exists(folder)) throw new IOException("a file is where a folder should be.");
        return Directory.Exists(folder) ? new PortableFolder(folder) : throw new FileNotFoundException("the folder does not exist.");
    }

    protected override SafeFileHandle OpenFile(string[] parts)
    {
        var path = Unlinked(parts);
        if (Directory.Exists(path)) throw new IOException("it is a folder.");
        if (!File.Exists(path)) throw new FileNotFoundException("the file does not exist.");

        SafeFileHandle file;
        if (OperatingSystem.IsMacOS())
        {
            const int nonBlocking = 4, noFollow = 0x100, closeOnExec = 0x1000000;
            file = new SafeFileHandle(OpenNonBlocking(path, nonBlocking | noFollow | closeOnExec), ownsHandle: true);
            if (file.IsInvalid) throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
        else
        {
            file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        }

        try
        {
            _ = RandomAccess.GetLength(file);
            return file;
        }
        catch (NotSupportedException)
        {
            file.Dispose();
            throw new IOException("it is not a regular file.");
        }
    }

    protected override SafeFileHandle CreateFile(string name, UnixFileMode mode)
    {
        var path = Path.Combine(FullPath, name);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = mode;
        // The file was just created, so its permissions are the initial ones.
        new FileStream(path, create).Dispose();
        return File.OpenHandle(path, FileMode.Open, FileAccess.Write);
    }

    protected override bool Make(string name, UnixFileMode mode)
    {
        if (Look(name) is not null) return false;

        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path.Combine(FullPath, name));
        else Directory.CreateDirectory(Path.Combine(FullPath, name), mode);
        return true;
    }

    protected override void Rename(string name, ForeignFolder folder, string newName)
    {
        var (from, to) = (Path.Combine(FullPath, name), Path.Combine(folder.FullPath, newName));
        if (Look(name) is { Kind: ForeignKind.Folder }) Directory.Move(from, to);
        else if (Directory.Exists(to) && new FileInfo(to).LinkTarget is null) throw new IOException("it is a folder.");
        else File.Move(from, to, overwrite: true);
    }

    protected override bool Remove(string name)
    {
        var path = Path.Combine(FullPath, name);
        switch (Look(name))
        {
            case null:
                return true;

            case { Kind: ForeignKind.Folder }:
                if (!IsEmpty(path)) return false;
                Directory.Delete(path);
                return true;

            case { Kind: ForeignKind.Link } when Directory.Exists(path) && OperatingSystem.IsWindows():
                Directory.Delete(path);
                return true;

            default:
                File.Delete(path);
                return true;
        }
    }

    static bool IsEmpty(string folder)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (UnauthorizedAccessException)
        {
            // Make it writable first.
            return false;
        }
    }

    protected override void Unlock(string name)
    {
        if (OperatingSystem.IsWindows() || Look(name) is not { Kind: ForeignKind.Folder }) return;

        File.SetUnixFileMode(Path.Combine(FullPath, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    protected override IEnumerable<string> Names() =>
        Directory.EnumerateFileSystemEntries(FullPath).Select(entry => Path.GetFileName(entry));

    protected override ForeignEntry? Look(string name)
    {
        var info = new FileInfo(Path.Combine(FullPath, name));
        try
        {
            // -1 if it does not exist.
            if ((int)info.Attributes == -1) return null;
            if (info.LinkTarget is not null) return new ForeignEntry(name, ForeignKind.Link, 0, 0, info.LastWriteTimeUtc);
            return info.Attributes.HasFlag(FileAttributes.Directory)
                ? new ForeignEntry(name, ForeignKind.Folder, 0, 0, info.LastWriteTimeUtc)
                : new ForeignEntry(name, ForeignKind.File, info.Length, info.Length, info.LastWriteTimeUtc);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    string Unlinked(string[] parts)
    {
        var path = FullPath;
        foreach (var part in parts)
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null) throw new IOException("it is a link, or its path contains a link.");
        }

        return path;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNonBlocking(string path, int flags);
}
