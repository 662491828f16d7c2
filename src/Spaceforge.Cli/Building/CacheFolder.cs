using Spaceforge.Cli.IO;

namespace Spaceforge.Cli.Building;

/// <summary>The user's cache folder, where builds are kept.</summary>
static class CacheFolder
{
    const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode Writable = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    static readonly Lock Made = new();

    static WorkFolder? _temporary;

    /// <summary>Whether builds are discarded on exit, because there is no folder to keep them in.</summary>
    public static bool IsTemporary => _temporary is not null;

    /// <summary>The folder. Only the user can read or write it, since its contents are executed.</summary>
    public static string Open()
    {
        try
        {
            return Open(Path());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The home folder may be missing, read-only or another user's. Anyone could create a fixed name in the temporary folder, so
            // the folder there is never reused.
            return Temporary();
        }
    }

    /// <exception cref="IOException">Another user can write to it, or could have done so.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be created.</exception>
    internal static string Open(string path)
    {
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(path).FullName;

        FolderOwner.Check(path);
        var folder = Directory.CreateDirectory(path, Mine).FullName;
        FolderOwner.Check(folder);
        var mode = File.GetUnixFileMode(folder);
        // Fails if another user owns the folder.
        File.SetUnixFileMode(folder, Mine);
        if ((mode & Writable) != 0)
        {
            // Its contents cannot be trusted.
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo { LinkTarget: null } below) below.Delete(recursive: true);
                else entry.Delete();
            }
        }

        return folder;
    }

    /// <summary>Its path, whether it exists or not.</summary>
    public static string Path()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given && System.IO.Path.IsPathRooted(given)
            ? given
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return System.IO.Path.Combine(cache, "spaceforge");
    }

    static string Temporary()
    {
        lock (Made)
        {
            if (_temporary is null)
            {
                _temporary = WorkFolder.Create();
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(_temporary);
            }

            return _temporary.Path;
        }
    }

    static void Remove(WorkFolder folder)
    {
        try
        {
            folder.Dispose();
        }
        catch (IOException)
        {
            // A process that the tool started may still write into it.
        }
    }
}
