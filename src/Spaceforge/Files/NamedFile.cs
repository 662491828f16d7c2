namespace Spaceforge.Files;

/// <summary>Reads a file that a user named explicitly: links are followed, but files that block or never end are rejected.</summary>
static class NamedFile
{
    /// <param name="limit">The maximum size in bytes.</param>
    /// <exception cref="IOException">It does not exist, is not a regular file, is too large, or cannot be read.</exception>
    public static byte[] Read(string path, int limit)
    {
        var full = Target(path);
        using var folder = ForeignFolder.Open(Path.GetDirectoryName(full) ?? full);
        return folder.Read(Path.GetFileName(full), limit);
    }

    /// <summary>The final target of a link.</summary>
    public static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            // A missing target or a cycle is reported when the file is read.
            return full;
        }
    }
}
