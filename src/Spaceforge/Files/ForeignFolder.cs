using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Spaceforge.Files;

/// <summary>
/// The one door to a folder that a hook, a manifest or a repository had its hands on. Nothing goes through a link, only regular files
/// are read, nothing blocks, and everything has a limit. On Linux all of it starts from a handle of the folder, so that nobody can
/// change the way between a check and its use; elsewhere each part of a path is looked at before.
/// </summary>
/// <remarks>Paths are relative, with slashes; errors are <see cref="IOException"/> and name the file and the reason.</remarks>
abstract class ForeignFolder(string path) : IDisposable
{
    const int DeepestFolder = 200;
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const int MostEntries = 1_000_000;

    /// <summary>Where it was, for messages.</summary>
    public string FullPath => path;

    /// <param name="path">The folder. Links on the way to it are followed: they are the caller's.</param>
    /// <exception cref="IOException">There is no such folder.</exception>
    public static ForeignFolder Open(string path) =>
        LinuxFolder.IsSupported ? LinuxFolder.OpenTrusted(path) : PortableFolder.OpenTrusted(path);

    /// <summary>Opens a folder below this one.</summary>
    public ForeignFolder OpenFolder(string name) =>
        Guarded("open", name, () => name is "" or "." ? Again() : Enter(ForeignName.Parts(name)));

    /// <summary>Opens a folder below this one, and makes what is missing of it.</summary>
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

    /// <summary>Makes a folder that was not there.</summary>
    public void MakeFolder(string name, UnixFileMode mode) => Guarded("make the folder", name, () =>
    {
        var parts = ForeignName.Parts(name);
        using var folder = parts.Length == 1 ? Again() : Enter(parts[..^1]);
        return folder.Make(parts[^1], mode) ? true : throw new IOException("something of that name exists.");
    });

    /// <summary>The bytes of a regular file.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="limit">The most bytes it may have.</param>
    public byte[] Read(string name, int limit) => Guarded("read", name, () =>
    {
        using var file = OpenFile(ForeignName.Parts(name));
        return ReadAll(file, limit);
    });

    /// <summary>As <see cref="Read"/>, and null where there is no such file.</summary>
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

    /// <summary>The text of a regular file: UTF-8, or what its byte order mark says.</summary>
    public string ReadText(string name, int limit)
    {
        using var reader = new StreamReader(new MemoryStream(Read(name, limit)));
        return reader.ReadToEnd();
    }

    /// <summary>Puts a file in place with one rename: a link of that name is replaced, and what it led to stays.</summary>
    /// <param name="name">Its path; the folders on the way must be there.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="mode">Its mode, less what the umask takes away [default: what everybody may read].</param>
    /// <param name="isExact">Whether the umask takes nothing away.</param>
    public void Write(string name, ReadOnlySpan<byte> content, UnixFileMode mode = (UnixFileMode)0b110_110_110, bool isExact = false)
    {
        var bytes = content.ToArray();
        Guarded("write", name, () =>
        {
            var parts = ForeignName.Parts(name);
            using var folder = parts.Length == 1 ? Again() : Enter(parts[..^1]);
            var temporary = $".{Path.GetRandomFileName()}";
            try
            {
                using (var file = folder.CreateFile(temporary, isExact ? mode & OwnerOnly : mode))
                {
                    RandomAccess.Write(file, bytes, 0);
                    // What only some may read must not be there for all for a moment.
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
    }

    public void WriteText(string name, string text, UnixFileMode mode = (UnixFileMode)0b110_110_110) =>
        Write(name, Encoding.UTF8.GetBytes(text), mode);

    /// <summary>What is in the folder, sorted by name.</summary>
    /// <param name="most">The most entries it may have.</param>
    public IReadOnlyList<ForeignEntry> List(int most = 100_000) => Guarded("list", "", () =>
    {
        var entries = new List<ForeignEntry>();
        foreach (var name in Names())
        {
            if (entries.Count == most) throw new IOException($"it has more than {most} entries.");
            if (Look(name) is { } entry) entries.Add(entry);
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return entries;
    });

    /// <summary>Everything below the folder, which may change meanwhile. Folders that cannot be listed are passed over.</summary>
    /// <param name="deepest">How deep folders may be nested.</param>
    /// <param name="most">How many entries there may be.</param>
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

    /// <summary>Removes a file, a link (not what it leads to) or a folder with all that is in it, if it is there.</summary>
    public void Delete(string name) => Guarded("delete", name, () =>
    {
        var parts = ForeignName.Parts(name);
        using var folder = parts.Length == 1 ? Again() : Enter(parts[..^1]);
        folder.DeleteTree(parts[^1]);
        return true;
    });

    /// <summary>Removes all that is in the folder.</summary>
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

    /// <summary>The folder once more, with a life of its own.</summary>
    protected abstract ForeignFolder Again();

    /// <summary>A folder below, no part of the way to which is a link.</summary>
    protected abstract ForeignFolder Enter(string[] parts);

    /// <summary>A folder below that is about to be emptied: not one that is mounted there, which is somebody else's.</summary>
    protected virtual ForeignFolder EnterToRemove(string name) => Enter([name]);

    /// <summary>Opens a regular file for reading, without waiting for anything.</summary>
    protected abstract SafeFileHandle OpenFile(string[] parts);

    /// <summary>Makes a file that was not there.</summary>
    protected abstract SafeFileHandle CreateFile(string name, UnixFileMode mode);

    /// <summary>Makes a folder.</summary>
    /// <returns>Whether there was nothing of that name.</returns>
    protected abstract bool Make(string name, UnixFileMode mode);

    protected abstract void Rename(string name, ForeignFolder folder, string newName);

    /// <summary>Removes a file, a link or an empty folder.</summary>
    /// <returns>Whether it is gone; it is not where a folder has something in it.</returns>
    protected abstract bool Remove(string name);

    /// <summary>Gives the owner every right to a folder.</summary>
    protected abstract void Unlock(string name);

    protected abstract IEnumerable<string> Names();

    /// <summary>What an entry is, or null where it is gone or may not be looked at.</summary>
    protected abstract ForeignEntry? Look(string name);

    static byte[] ReadAll(SafeFileHandle file, int limit)
    {
        var length = RandomAccess.GetLength(file);
        if (length > limit) throw TooLarge();

        // Of its length, so that large files are not copied: a file that grows meanwhile, or one of /proc, is the exception.
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

    // However deep a tree is, it is taken apart here: a folder with something in it is moved up before it is emptied.
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

            if (!Remove(next)) throw new IOException("something is put into it all the time.");
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
            throw new IOException(Message(e), e);
        }

        string Message(
            Exception e) => $"Cannot {verb} '{ForeignName.Show(name.Length == 0 ? path : Path.Combine(path, name))}': {e.Message}";
    }
}
