namespace Spaceforge.Files;

/// <summary>The files of the stack, and no others.</summary>
/// <param name="folder">The project root, where hooks run, or the repository's.</param>
/// <param name="name">What the folder is, for messages.</param>
sealed class ProjectFiles(string folder, string name = "project root")
{
    // As many as Linux follows.
    const int MostLinks = 40;

    const UnixFileMode DefaultMode = (UnixFileMode)0b110_110_110;

    public string Folder => folder;

    /// <summary>The full path of a file, which need not exist.</summary>
    /// <exception cref="PluginFailedException">It is outside of the project root, or links lead there.</exception>
    public string PathOf(string path) => Find(path).Full;

    /// <summary>Replaces a file. Where a link inside of the project leads to it, the link stays.</summary>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        var (_, file) = Find(path);
        try
        {
            // By the way that was looked at: a link that somebody puts into it meanwhile is refused.
            using var root = ForeignFolder.Open(folder);
            var mode = ModeOf(file);
            root.Write(file, content, mode ?? DefaultMode, isExact: mode is not null);
        }
        catch (FileNotFoundException e)
        {
            throw new PluginFailedException($"Cannot write '{path}': there is no such folder.", e);
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    /// <summary>Reads a regular file, which links inside of the project may lead to.</summary>
    /// <param name="limit">The most bytes it may have.</param>
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

    /// <summary>The full path, and the path from the project root on which no link is.</summary>
    (string Full, string Name) Find(string path)
    {
        var full = Path.GetFullPath(path, folder);
        var (real, root) = (Resolve(full), Resolve(folder));
        if (IsInside(full, Path.GetFullPath(folder)) && IsInside(real, root)) return (full, Path.GetRelativePath(root, real));

        throw new PluginFailedException($"'{path}' is outside of the {name}. Name a file below it; links must not lead out of it either.");
    }

    UnixFileMode? ModeOf(string path)
    {
        var file = new FileInfo(Path.Combine(folder, path));
        return !OperatingSystem.IsWindows() && file.Exists && file.LinkTarget is null ? file.UnixFileMode : null;
    }

    static bool IsInside(string path, string folder) =>
        path == folder
            || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Part by part: of a link's target, "..", means the folder that it leads to, not the one that it stands in.
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
