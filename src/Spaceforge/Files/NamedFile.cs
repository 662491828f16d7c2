namespace Spaceforge.Files;

/// <summary>Reads a file that a user named explicitly: links are followed, but files that block or never end are rejected.</summary>
static class NamedFile
{
    /// <param name="limit">The maximum size in bytes.</param>
    /// <exception cref="IOException">It does not exist, is not a regular file, is too large, or cannot be read.</exception>
    public static byte[] Read(string path, int limit)
    {
        if (path.Length == 0) throw new FileNotFoundException("The name of the file is empty.");
        if (SystemFile.Is(path)) return ReadStream(path, limit);

        var full = Target(path);
        using var folder = ForeignFolder.Open(Path.GetDirectoryName(full) ?? full);
        return folder.Read(Path.GetFileName(full), limit);
    }

    /// <summary>Opens such a file, which may be large.</summary>
    /// <exception cref="IOException">It does not exist, is not a regular file, or cannot be read.</exception>
    public static Stream OpenRead(string path)
    {
        if (path.Length == 0) throw new FileNotFoundException("The name of the file is empty.");
        if (SystemFile.Is(path)) return OpenStream(path);

        var full = Target(path);
        using var folder = ForeignFolder.Open(Path.GetDirectoryName(full) ?? full);
        return folder.OpenRead(Path.GetFileName(full));
    }

    /// <summary>As <see cref="Read"/>, and no link leads out of the repository that the file lies in.</summary>
    public static byte[] ReadInRepository(string path, int limit)
    {
        try
        {
            return Read(RepositoryLinks.Target(path), limit);
        }
        catch (IOException e) when (e.InnerException is null)
        {
            throw new IOException($"Cannot read '{path}': {e.Message}", e);
        }
    }

    // What a shell makes of <(COMMAND).
    static byte[] ReadStream(string path, int limit)
    {
        using var stream = OpenStream(path);
        var content = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > limit) throw new IOException($"Cannot read '{path}': it has more than {limit} bytes.");
        }

        return content.ToArray();
    }

    static Stream OpenStream(string path)
    {
        try
        {
            return SystemFile.OpenRead(path);
        }
        catch (IOException e)
        {
            throw new IOException($"Cannot read '{path}': {e.Message}", e);
        }
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
