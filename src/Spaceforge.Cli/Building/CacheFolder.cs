namespace Spaceforge.Cli.Building;

/// <summary>Where builds are kept: the user's cache folder.</summary>
static class CacheFolder
{
    /// <summary>The folder, which nobody else can read or write: what is in it is executed.</summary>
    public static string Open()
    {
        try
        {
            var folder = Directory.CreateDirectory(Path()).FullName;
            // Fails where the folder is somebody else's.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home may be missing or read-only. A fixed name in the temporary folder could be made by anybody, so nothing is found there again.
            return Directory.CreateTempSubdirectory("spaceforge-").FullName;
        }
    }

    /// <summary>Its path, whether it is there or not.</summary>
    public static string Path()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given && System.IO.Path.IsPathRooted(given) ? given
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return System.IO.Path.Combine(cache, "spaceforge");
    }
}
