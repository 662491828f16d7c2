namespace Spaceforge.Files;

/// <summary>Reads a file that somebody names on purpose: links lead to it, but what blocks or never ends is no file.</summary>
static class NamedFile
{
    /// <param name="limit">The most bytes it may have.</param>
    /// <exception cref="IOException">It is not there, no regular file, too large, or cannot be read.</exception>
    public static byte[] Read(string path, int limit)
    {
        var full = Target(path);
        using var folder = ForeignFolder.Open(Path.GetDirectoryName(full) ?? full);
        return folder.Read(Path.GetFileName(full), limit);
    }

    /// <summary>What links lead to in the end.</summary>
    public static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            // There is none, or a circle: reading it says so.
            return full;
        }
    }
}
