namespace Spaceforge.Cli.Building;

/// <summary>Where builds are kept: the user's cache folder.</summary>
static class CacheFolder
{
    const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode Writable = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    static readonly Lock Made = new();

    static string? _temporary;

    /// <summary>Whether builds are gone when the tool ends: there is no folder to keep them in.</summary>
    public static bool IsTemporary => _temporary is not null;

    /// <summary>The folder, which nobody else can read or write: what is in it is executed.</summary>
    public static string Open()
    {
        try
        {
            return Open(Path());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home may be missing or read-only, or another user's. A fixed name in the temporary folder could be made by anybody, so
            // nothing is found there again.
            return Temporary();
        }
    }

    /// <exception cref="IOException">Somebody else could have put something into it, or could do so.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    internal static string Open(string path)
    {
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(path).FullName;

        FolderOwner.Check(path);
        var folder = Directory.CreateDirectory(path, Mine).FullName;
        FolderOwner.Check(folder);
        var mode = File.GetUnixFileMode(folder);
        // Fails where the folder is somebody else's.
        File.SetUnixFileMode(folder, Mine);
        if ((mode & Writable) != 0)
        {
            // What is there may be anybody's.
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo { LinkTarget: null } below) below.Delete(recursive: true);
                else entry.Delete();
            }
        }

        return folder;
    }

    /// <summary>Its path, whether it is there or not.</summary>
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
                _temporary = Directory.CreateTempSubdirectory("spaceforge-").FullName;
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(_temporary);
            }

            return _temporary;
        }
    }

    static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody was faster.
        }
    }
}
