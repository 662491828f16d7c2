using System.Text;

namespace Spaceforge.Files;

/// <summary>Writes a file as a whole or not at all.</summary>
static class AtomicFile
{
    /// <summary>Puts a text in place with one rename. A link stays a link, and a device is written to.</summary>
    /// <exception cref="IOException">The path cannot be written, and the message says why; nothing has changed.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            if (Directory.Exists(target)) throw new IOException("it is a folder.");
            if (!Directory.Exists(Path.GetDirectoryName(target))) throw new IOException("there is no such folder.");
            if (IsSpecial(target)) File.WriteAllText(target, text);
            else Replace(target, text);
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

    static string TemporaryBeside(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");

    static void Replace(string target, string text)
    {
        var temporary = TemporaryBeside(target);
        try
        {
            File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            if (File.Exists(target) && !OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // Renaming a file over /dev/null would take the device away.
    static bool IsSpecial(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
