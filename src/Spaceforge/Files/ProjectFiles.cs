namespace Spaceforge.Files;

/// <summary>Access to the stack's files, and no others.</summary>
/// <param name="folder">The project root, where hooks run, or the repository root.</param>
/// <param name="name">The folder's name in messages.</param>
sealed class ProjectFiles(string folder, string name = "project root")
{
    // Linux follows the same number.
    const int MostLinks = 40;

    const UnixFileMode DefaultMode = (UnixFileMode)0b110_110_110;

    public string Folder => folder;

    /// <summary>Returns the full path of a file, which need not exist.</summary>
    /// <exception cref="PluginFailedException">It is outside of the project root, possibly through a link.</exception>
    public string PathOf(string path) => Find(path).Full;

    /// <summary>Replaces a file. A link inside the project is kept, and its target replaced.</summary>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        var (_, file) = Find(path);
        try
        {
            // Uses the path that was checked: a link that is inserted in the meantime is rejected.
            using var root = ForeignFolder.Open(folder);
            var mode = ModeOf(file);
            root.Write(file, content, mode ?? DefaultMode, isExact: mode is not null);
        }
        catch (FileNotFoundException e)
        {
            throw new PluginFailedException($"Cannot write '{path}': the folder does not exist.", e);
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    /// <summary>Reads a regular file; links inside the project are followed.</summary>
    /// <param name="limit">The maximum size in bytes.</param>
    public byte[] Read(string path, int limit)
    {
        var (_, file) = Find(path);
        try
        {
            using var root = ForeignFolder.Open(folder);
            return root.Read(file, limit);
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    /// <summary>The full path, and the link-free path relative to the project root.</summary>
    (string Full, string Name) Find(string path)
    {
        var full = Path.GetFullPath(path, folder);
        var (real, root) = (Resolve(full), Resolve(folder));
        if (IsInside(full, Path.GetFullPath(folder)) && IsInside(real, root)) return (full, Path.GetRelativePath(root, real));

        throw new PluginFailedException($"'{path}' is outside of the {name}. Use a path inside it; links must not lead out of it either.");
    }

    UnixFileMode? ModeOf(string path)
    {
        var file = new FileInfo(Path.Combine(folder, path));
        return !OperatingSystem.IsWindows() && file.Exists && file.LinkTarget is null ? file.UnixFileMode : null;
    }

    static bool IsInside(string path, string folder) =>
        path == folder
            || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Resolved part by part: in a link's target, ".." is relative to the resolved folder.
    static string Resolve(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>();
        Push(path);
        for (var links = 0; rest.TryPop(out var part);)
        {
            var next = part == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks) throw new PluginFailedException($"'{path}' leads through more than {MostLinks} links.");
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            Push(target);
        }

        return real;

        void Push(string parts)
        {
            var names = parts[Path.GetPathRoot(parts)!.Length..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
            foreach (var name in names.Where(name => name is not ("" or ".")).Reverse()) rest.Push(name);
        }
    }
}
