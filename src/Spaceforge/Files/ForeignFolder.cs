using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Spaceforge.Files;

/// <summary>
/// The only way to access a folder that a hook, a manifest or a repository may have written to. Links are never followed, only regular
/// files are read, nothing blocks, and everything has a limit. On Linux, all access goes through a handle of the folder, so nobody can
/// change a path between check and use; elsewhere, each part of a path is checked first.
/// </summary>
/// <remarks>Paths are relative, with slashes. Errors are <see cref="IOException"/>s that name the file and the reason.</remarks>
abstract class ForeignFolder(string path) : IDisposable
{
    const int DeepestFolder = 200;
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const int MostEntries = 1_000_000;

    /// <summary>The folder's path, for messages.</summary>
    public string FullPath => path;

    /// <param name="path">The folder. Links in this path are followed, because the caller is trusted.</param>
    /// <exception cref="IOException">The folder does not exist.</exception>
    public static ForeignFolder Open(string path) =>
        LinuxFolder.IsSupported ? LinuxFolder.OpenTrusted(path) : PortableFolder.OpenTrusted(path);

    /// <summary>Opens a subfolder.</summary>
    public ForeignFolder OpenFolder(string name) =>
        Guarded("open", name, () => name is "" or "." ? Again() : Enter(ForeignName.Parts(name)));

    /// <summary>Opens a subfolder, and creates missing folders.</summary>
    public ForeignFolder CreateFolder(string name) => Guarded("make the folder", name, () =>
    {
        var folder = Again();
        foreach (var part in name is "" or "." ? [] : ForeignName.Parts(name))
        {
            using var parent = folder;
            parent.Make(part, (UnixFileMode)0b111_111_111);
            folder = parent.Enter([part]);
        }

        return folder;
    });

    /// <summary>Creates a folder that must not exist yet.</summary>
    public void MakeFolder(string name, UnixFileMode mode) => Guarded("make the folder", name, () =>
    {
        using var folder = Parent(name, out var last);
        return folder.Make(last, mode) ? true : throw new IOException("an entry with that name exists.");
    });

    /// <summary>Reads the bytes of a regular file.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="limit">The maximum size in bytes.</param>
    public byte[] Read(string name, int limit) => Guarded("read", name, () =>
    {
        using var file = OpenFile(ForeignName.Parts(name));
        return ReadAll(file, limit);
    });

    /// <summary>Like <see cref="Read"/>, but returns null if the file does not exist.</summary>
    public byte[]? ReadIfThere(string name, int limit)
    {
        try
        {
            return Read(name, limit);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Opens a regular file for reading.</summary>
    public Stream OpenRead(string name) => Guarded("read", name, () => new FileStream(OpenFile(ForeignName.Parts(name)), FileAccess.Read));

    /// <summary>The entry with a path that contains no links; null if there is none.</summary>
    public ForeignEntry? Find(string name)
    {
        try
        {
            return Guarded("find", name, () =>
            {
                using var folder = Parent(name, out var last);
                return folder.Look(last) is { } entry ? entry with { Path = name } : (ForeignEntry?)null;
            });
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// What a path leads to if this folder is the root: absolute links start here, and none leads out; null if it leads nowhere.
    /// </summary>
    public ForeignEntry? FindInRoot(string path) => Guarded("find", path, () =>
    {
        using var file = OpenInRoot(path, reads: false);
        return file is null ? null : LookAt(file) is { } entry ? entry with { Path = path } : (ForeignEntry?)null;
    });

    /// <summary>Reads the regular file that a path leads to if this folder is the root; null if it leads nowhere.</summary>
    /// <param name="path">The path.</param>
    /// <param name="limit">The maximum size in bytes.</param>
    public byte[]? ReadInRoot(string path, int limit) => Guarded("read", path, () =>
    {
        // Opening a device could have an effect.
        if (FindInRoot(path) is not { Kind: ForeignKind.File }) return null;

        using var file = OpenInRoot(path, reads: true);
        if (file is null) return null;
        return LookAt(file) is { Kind: ForeignKind.File } ? ReadAll(file, limit) : throw new IOException("it is not a regular file.");
    });

    /// <summary>Creates a file that must not exist yet, for writing.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="mode">Its mode, whatever the umask.</param>
    public FileStream CreateNew(string name, UnixFileMode mode) => Guarded("write", name, () =>
    {
        using var folder = Parent(name, out var last);
        var file = folder.CreateFile(last, mode);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, mode);
        return new FileStream(file, FileAccess.Write);
    });

    /// <summary>Creates a symbolic link that must not exist yet.</summary>
    public void CreateLink(string name, string target) => Guarded("make the link", name, () =>
    {
        using var folder = Parent(name, out var last);
        folder.MakeLink(last, target);
        return true;
    });

    /// <summary>Creates another name, which must not exist yet, of a file or a link in the folder.</summary>
    public void CreateHardLink(string name, string target) => Guarded("make the hard link", name, () =>
    {
        using var folder = Parent(name, out var last);
        using var other = Parent(target, out var file);
        folder.MakeHardLink(last, other, file);
        return true;
    });

    /// <summary>Sets a subfolder's mode.</summary>
    public void SetMode(string name, UnixFileMode mode) => Guarded("set the mode of", name, () =>
    {
        using var folder = Enter(ForeignName.Parts(name));
        folder.SetMode(mode);
        return true;
    });

    /// <summary>Moves an entry to a name that is free.</summary>
    public void Move(string name, string newName) => Guarded("move", name, () =>
    {
        using var folder = Parent(name, out var last);
        using var other = Parent(newName, out var newLast);
        folder.Rename(last, other, newLast);
        return true;
    });

    ForeignFolder Parent(string name, out string last)
    {
        var parts = ForeignName.Parts(name);
        last = parts[^1];
        return parts.Length == 1 ? Again() : Enter(parts[..^1]);
    }

    /// <summary>Reads the text of a regular file: UTF-8, or the encoding given by its byte order mark.</summary>
    public string ReadText(string name, int limit)
    {
        using var reader = new StreamReader(new MemoryStream(Read(name, limit)));
        return reader.ReadToEnd();
    }

    /// <summary>Writes a file atomically. A link with that name is replaced, and its target kept.</summary>
    /// <param name="name">Its path; its parent folders must exist.</param>
    /// <param name="content">The content.</param>
    /// <param name="mode">Its mode before the umask is applied [default: readable by everyone].</param>
    /// <param name="isExact">Whether to ignore the umask.</param>
    public void Write(string name, ReadOnlySpan<byte> content, UnixFileMode mode = (UnixFileMode)0b110_110_110, bool isExact = false) =>
        WriteMemory(name, content.ToArray(), mode, isExact);

    /// <summary>Writes a large file without copying it.</summary>
    public void WriteMemory(string name, ReadOnlyMemory<byte> content, UnixFileMode mode, bool isExact) =>
        Write(name, file => RandomAccess.Write(file, content.Span, 0), mode, isExact);

    /// <summary>Writes a file in blocks, so that its size does not matter.</summary>
    /// <param name="name">Its path; its parent folders must exist.</param>
    /// <param name="content">The content.</param>
    /// <param name="limit">The maximum size in bytes.</param>
    /// <exception cref="IOException">The content is larger, or cannot be read or written; nothing is left then.</exception>
    public void Copy(string name, Stream content, long limit) => Write(
        name,
        file =>
        {
            var buffer = new byte[1 << 17];
            long size = 0;
            for (int read; (read = content.Read(buffer)) > 0; size += read)
            {
                if (size + read > limit) throw new IOException($"it has more than {limit} bytes.");
                RandomAccess.Write(file, buffer.AsSpan(0, read), size);
            }
        },
        (UnixFileMode)0b110_110_110,
        isExact: false);

    void Write(string name, Action<SafeFileHandle> write, UnixFileMode mode, bool isExact) => Guarded("write", name, () =>
    {
        var parts = ForeignName.Parts(name);
        using var folder = parts.Length == 1 ? Again() : Enter(parts[..^1]);
        var temporary = $".{Path.GetRandomFileName()}";
        try
        {
            using (var file = folder.CreateFile(temporary, isExact ? mode & OwnerOnly : mode))
            {
                write(file);
                // A private file must not be readable by others, even for a moment.
                if (isExact && !OperatingSystem.IsWindows()) File.SetUnixFileMode(file, mode);
            }

            folder.Rename(temporary, folder, parts[^1]);
        }
        catch
        {
            folder.Remove(temporary);
            throw;
        }

        return true;
    });

    public void WriteText(string name, string text, UnixFileMode mode = (UnixFileMode)0b110_110_110) =>
        Write(name, Encoding.UTF8.GetBytes(text), mode);

    /// <summary>The entries of the folder, sorted by name.</summary>
    /// <param name="most">The maximum number of entries.</param>
    /// <param name="prefix">How their names begin; others are not looked at.</param>
    public IReadOnlyList<ForeignEntry> List(int most = 100_000, string prefix = "") => Guarded("list", "", () =>
    {
        var entries = new List<ForeignEntry>();
        foreach (var name in Names())
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (entries.Count == most) throw new IOException($"it has more than {most} entries.");
            if (Look(name) is { } entry) entries.Add(entry);
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return entries;
    });

    /// <summary>All entries below the folder, which may change in the meantime. Folders that cannot be listed are skipped.</summary>
    /// <param name="deepest">The maximum nesting depth.</param>
    /// <param name="most">The maximum number of entries.</param>
    public IEnumerable<ForeignEntry> Walk(int deepest = DeepestFolder, int most = MostEntries)
    {
        var folders = new Stack<Level>();
        var count = 0;
        folders.Push(new Level(Again(), "", Names().GetEnumerator()));
        try
        {
            while (folders.TryPeek(out var current))
            {
                if (!MoveNext(current.Names))
                {
                    folders.Pop();
                    Close(current);
                    continue;
                }

                if (current.Folder.Look(current.Names.Current) is not { } entry) continue;
                if (++count > most) throw new IOException($"'{path}' holds more than {most} entries.");

                yield return entry with { Path = current.Path + entry.Path };
                if (entry.Kind != ForeignKind.Folder || current.Folder.EnterIfAllowed(entry.Path) is not { } below) continue;
                if (folders.Count >= deepest)
                {
                    below.Dispose();
                    throw new IOException($"folders in '{path}' are nested deeper than {deepest}.");
                }

                folders.Push(new Level(below, $"{current.Path}{entry.Path}/", below.Names().GetEnumerator()));
            }
        }
        finally
        {
            foreach (var folder in folders) Close(folder);
        }

        static void Close(Level folder)
        {
            folder.Names.Dispose();
            folder.Folder.Dispose();
        }

        static bool MoveNext(IEnumerator<string> names)
        {
            try
            {
                return names.MoveNext();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Takes a lock on a folder, which ends when the result is disposed of or the process ends.</summary>
    /// <returns>Null if another process or another call has it, or the folder cannot be opened, and on other systems than Linux.</returns>
    public IDisposable? TryLock(string name) => Guarded("lock", name, () => Lock(ForeignName.Parts(name)));

    /// <summary>Removes a file, a link (but not its target) or a folder with its contents, if it exists.</summary>
    public void Delete(string name) => Guarded("delete", name, () =>
    {
        using var folder = Parent(name, out var last);
        folder.DeleteTree(last);
        return true;
    });

    /// <summary>Removes everything in the folder.</summary>
    public void Clear() => Guarded("clear", "", () =>
    {
        foreach (var name in Names().ToArray()) DeleteTree(name);
        return true;
    });

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>Opens the folder again, independently of this instance.</summary>
    protected abstract ForeignFolder Again();

    /// <summary>Opens a subfolder whose path contains no links.</summary>
    protected abstract ForeignFolder Enter(string[] parts);

    /// <summary>Opens a subfolder to be emptied, unless it is a mount point, which belongs to someone else.</summary>
    protected virtual ForeignFolder EnterToRemove(string name) => Enter([name]);

    /// <summary>Opens a regular file for reading, without blocking.</summary>
    protected abstract SafeFileHandle OpenFile(string[] parts);

    /// <summary>Creates a file that must not exist yet.</summary>
    protected abstract SafeFileHandle CreateFile(string name, UnixFileMode mode);

    /// <summary>Opens what a path leads to if this folder is the root; null if it leads nowhere.</summary>
    protected virtual SafeFileHandle? OpenInRoot(string path, bool reads) => throw OnlyOnLinux();

    protected virtual ForeignEntry? LookAt(SafeFileHandle file) => throw OnlyOnLinux();

    protected virtual void MakeLink(string name, string target) => throw OnlyOnLinux();

    protected virtual void MakeHardLink(string name, ForeignFolder folder, string target) => throw OnlyOnLinux();

    protected virtual void SetMode(UnixFileMode mode) => throw OnlyOnLinux();

    protected virtual IDisposable? Lock(string[] parts) => null;

    static IOException OnlyOnLinux() => new("this works only on Linux.");

    /// <summary>Creates a folder.</summary>
    /// <returns>False if an entry with that name exists.</returns>
    protected abstract bool Make(string name, UnixFileMode mode);

    protected abstract void Rename(string name, ForeignFolder folder, string newName);

    /// <summary>Removes a file, a link or an empty folder.</summary>
    /// <returns>Whether it was removed; false if a folder is not empty.</returns>
    protected abstract bool Remove(string name);

    /// <summary>Grants the owner all rights to a folder.</summary>
    protected abstract void Unlock(string name);

    protected abstract IEnumerable<string> Names();

    /// <summary>The entry with a name, or null if it is gone or not accessible.</summary>
    protected abstract ForeignEntry? Look(string name);

    static byte[] ReadAll(SafeFileHandle file, int limit)
    {
        var length = RandomAccess.GetLength(file);
        if (length > limit) throw TooLarge();

        // The buffer has the file's length, so large files are not copied; growing files and files in /proc are the exception.
        var buffer = new byte[length];
        var count = 0;
        Span<byte> rest = stackalloc byte[1];
        while (true)
        {
            var isFull = count == buffer.Length;
            var more = RandomAccess.Read(file, isFull ? rest : buffer.AsSpan(count), count);
            if (more == 0) return count == buffer.Length ? buffer : buffer[..count];
            if (isFull)
            {
                if (count >= limit) throw TooLarge();
                Array.Resize(ref buffer, (int)Math.Min(Math.Max(2L * count, 4_096), limit));
                buffer[count] = rest[0];
            }

            count += more;
        }

        IOException TooLarge() => new($"it is larger than {limit} bytes.");
    }

    // Deep trees are removed iteratively: a non-empty folder is moved up before it is emptied.
    void DeleteTree(string name)
    {
        var waiting = new Queue<string>([name]);
        while (waiting.TryDequeue(out var next))
        {
            if (Remove(next)) continue;

            Unlock(next);
            using (var folder = EnterToRemove(next))
            {
                foreach (var inner in folder.Names().ToArray())
                {
                    if (folder.Remove(inner)) continue;

                    folder.Unlock(inner);
                    var moved = $".{Path.GetRandomFileName()}";
                    folder.Rename(inner, this, moved);
                    waiting.Enqueue(moved);
                }
            }

            if (!Remove(next)) throw new IOException("new entries keep appearing in it.");
        }
    }

    ForeignFolder? EnterIfAllowed(string name)
    {
        try
        {
            return Enter([name]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    sealed record Level(ForeignFolder Folder, string Path, IEnumerator<string> Names);

    T Guarded<T>(string verb, string name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (FileNotFoundException e)
        {
            throw new FileNotFoundException(Message(e), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(Message(e), e.InnerException as UnauthorizedAccessException ?? e);
        }

        string Message(
            Exception e) => $"Cannot {verb} '{ForeignName.Show(name.Length == 0 ? path : Path.Combine(path, name))}': {e.Message}";
    }
}
