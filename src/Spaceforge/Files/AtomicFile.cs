using System.Text;

namespace Spaceforge.Files;

/// <summary>Writes a file completely or not at all.</summary>
static class AtomicFile
{
    // Nobody else's file has such an end.
    const string Unfinished = ".unfinished";

    // Long enough for another process that writes the file at the same time.
    static readonly TimeSpan LongestWrite = TimeSpan.FromHours(1);

    /// <summary>Replaces a file's text atomically. A link is kept, and its target replaced; a device is written to.</summary>
    /// <exception cref="IOException">The path cannot be written; the message says why. Nothing was changed.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Like <see cref="Write(string, string)"/>, for bytes.</summary>
    /// <exception cref="IOException">The path cannot be written; the message says why. Nothing was changed.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) => Write(path, content, isPrivate: false);

    /// <summary>As <see cref="Write(string, string)"/>, where no link leads out of the repository that the file lies in.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="isPrivate">Whether only the user may read it.</param>
    /// <exception cref="IOException">The path cannot be written, and the message says why; nothing has changed.</exception>
    public static void WriteInRepository(string path, string text, bool isPrivate = false) =>
        WriteInRepository(path, Encoding.UTF8.GetBytes(text), isPrivate);

    /// <summary>Like <see cref="WriteInRepository(string, string, bool)"/>, for bytes.</summary>
    /// <exception cref="IOException">The path cannot be written, and the message says why; nothing has changed.</exception>
    public static void WriteInRepository(string path, ReadOnlySpan<byte> content, bool isPrivate = false)
    {
        CheckInRepository(path);
        Write(path, content, isPrivate);
    }

    /// <summary>Like <see cref="WriteInRepository(string, string, bool)"/>, for what is too large for the memory.</summary>
    /// <exception cref="IOException">The path cannot be written, and the message says why; nothing has changed.</exception>
    public static void WriteInRepository(string path, Action<Stream> write)
    {
        CheckInRepository(path);
        Write(path, write, isPrivate: false);
    }

    static void CheckInRepository(string path)
    {
        try
        {
            _ = RepositoryLinks.Target(path);
        }
        catch (IOException e)
        {
            throw new IOException($"Cannot write '{path}': {e.Message}", e);
        }
    }

    static void Write(string path, ReadOnlySpan<byte> content, bool isPrivate)
    {
        var bytes = content.ToArray();
        Write(path, stream => stream.Write(bytes), isPrivate);
    }

    static void Write(string path, Action<Stream> write, bool isPrivate)
    {
        try
        {
            if (SystemFile.Is(path))
            {
                SystemFile.Write(path, write);
                return;
            }

            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            if (Directory.Exists(target)) throw new IOException("it is a folder.");
            if (!Directory.Exists(Path.GetDirectoryName(target))) throw new IOException("the folder does not exist.");
            // A rename over /dev/null would replace the device.
            if (SystemFile.Is(target)) SystemFile.Write(target, write);
            else Replace(target, write, isPrivate);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write '{path}': {e.Message}", e);
        }
    }

    /// <summary>Copies a file atomically, keeping its mode.</summary>
    /// <exception cref="IOException">The path cannot be written; the message says why. Nothing was changed.</exception>
    public static void Copy(string source, string path)
    {
        var temporary = TemporaryBeside(path);
        try
        {
            if (Directory.Exists(path)) throw new IOException("it is a folder.");
            File.Copy(source, temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write '{path}': {e.Message}", e);
        }
        finally
        {
            File.Delete(temporary);
        }

        RemoveLeftOvers(path);
    }

    /// <summary>A new name beside a file or folder, for what is not finished.</summary>
    public static string TemporaryBeside(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}{Unfinished}");

    static void Replace(string target, Action<Stream> write, bool isPrivate)
    {
        var temporary = TemporaryBeside(target);
        try
        {
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            var isThere = File.Exists(target);
            // A private file must not be readable by others, even for a moment.
            if ((isThere || isPrivate) && !OperatingSystem.IsWindows())
            {
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using (var file = new FileStream(temporary, create)) write(file);
            if (isThere && !isPrivate && !OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        RemoveLeftOvers(target);
    }

    /// <summary>Removes what a process that was killed left beside a file or folder, where it could be committed.</summary>
    public static void RemoveLeftOvers(string target)
    {
        try
        {
            var name = $".{Path.GetFileName(target)}.";
            foreach (var entry in new DirectoryInfo(Path.GetDirectoryName(target)!).EnumerateFileSystemInfos($".*{Unfinished}"))
            {
                if (!entry.Name.StartsWith(name, StringComparison.Ordinal)) continue;
                if (DateTime.UtcNow - entry.LastWriteTimeUtc < LongestWrite) continue;
                if (entry is DirectoryInfo { LinkTarget: null } folder) folder.Delete(recursive: true);
                else entry.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process removes it.
        }
    }
}
