using System.Text;

namespace Spaceforge.Files;

/// <summary>Writes a file as a whole or not at all.</summary>
static class AtomicFile
{
    /// <summary>Puts a text in place with one rename. A link stays a link, and a device is written to.</summary>
    /// <exception cref="IOException">The path cannot be written, and the message says why; nothing has changed.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Puts bytes in place as <see cref="Write(string, string)"/> does a text.</summary>
    /// <exception cref="IOException">The path cannot be written, and the message says why; nothing has changed.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) => Write(path, content, isPrivate: false);

    /// <summary>As <see cref="Write(string, string)"/>, where no link leads out of the repository that the file lies in.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="isPrivate">Whether only the user may read it.</param>
    /// <exception cref="IOException">The path cannot be written, and the message says why; nothing has changed.</exception>
    public static void WriteInRepository(string path, string text, bool isPrivate = false)
    {
        try
        {
            _ = RepositoryLinks.Target(path);
        }
        catch (IOException e)
        {
            throw new IOException($"Cannot write '{path}': {e.Message}", e);
        }

        Write(path, Encoding.UTF8.GetBytes(text), isPrivate);
    }

    static void Write(string path, ReadOnlySpan<byte> content, bool isPrivate)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            if (Directory.Exists(target)) throw new IOException("it is a folder.");
            if (!Directory.Exists(Path.GetDirectoryName(target))) throw new IOException("there is no such folder.");
            // Renaming a file over /dev/null would take the device away.
            if (RepositoryLinks.IsOfSystem(target)) File.WriteAllBytes(target, content);
            else Replace(target, content, isPrivate);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write '{path}': {e.Message}", e);
        }
    }

    /// <summary>Puts a copy of a file in place with one rename, with the mode of the original.</summary>
    /// <exception cref="IOException">The path cannot be written, and the message says why; nothing has changed.</exception>
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
            // What only some may read must not be there for all for a moment.
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
