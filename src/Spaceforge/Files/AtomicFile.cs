using System.Text;

namespace Spaceforge.Files;

/// <summary>Writes a file completely or not at all.</summary>
static class AtomicFile
{
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
        try
        {
            _ = RepositoryLinks.Target(path);
        }
        catch (IOException e)
        {
            throw new IOException($"Cannot write '{path}': {e.Message}", e);
        }

        Write(path, content, isPrivate);
    }

    static void Write(string path, ReadOnlySpan<byte> content, bool isPrivate)
    {
        try
        {
            if (SystemFile.Is(path))
            {
                SystemFile.Write(path, content);
                return;
            }

            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            if (Directory.Exists(target)) throw new IOException("it is a folder.");
            if (!Directory.Exists(Path.GetDirectoryName(target))) throw new IOException("the folder does not exist.");
            // A rename over /dev/null would replace the device.
            if (SystemFile.Is(target)) SystemFile.Write(target, content);
            else Replace(target, content, isPrivate);
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
    }

    static string TemporaryBeside(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");

    static void Replace(string target, ReadOnlySpan<byte> content, bool isPrivate)
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
            using (var file = new FileStream(temporary, create)) file.Write(content);
            if (isThere && !isPrivate && !OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
