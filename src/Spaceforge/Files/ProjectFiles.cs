namespace Spaceforge.Files;

/// <summary>The files of the stack, and no others.</summary>
/// <param name="folder">The project root, where hooks run.</param>
sealed class ProjectFiles(string folder)
{
    // As many as Linux follows.
    const int MostLinks = 40;

    public string Folder => folder;

    /// <summary>The full path of a file, which need not exist.</summary>
    /// <exception cref="PluginFailedException">It is outside of the project root, or links lead there.</exception>
    public string PathOf(string path)
    {
        var full = Path.GetFullPath(path, folder);
        if (IsInside(full, Path.GetFullPath(folder)) && IsInside(Resolve(full), Resolve(folder))) return full;

        throw new PluginFailedException($"'{path}' is outside of the project root. Name a file below it; links must not lead out of it either.");
    }

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            AtomicFile.Write(PathOf(path), content);
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    static bool IsInside(string path, string folder) =>
        path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

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
