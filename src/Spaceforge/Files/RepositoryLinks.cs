namespace Spaceforge.Files;

/// <summary>
/// Whether links lead out of a repository: whoever wrote it has chosen where they lead, and not the user who names a file in it.
/// </summary>
static class RepositoryLinks
{
    const int MostLinks = 40;

    /// <summary>What a path of the user's leads to in the end.</summary>
    /// <exception cref="IOException">A link leads out of the repository that the path lies in, or out of the folder where there is
    /// none.</exception>
    public static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        var target = Real(full);
        var folder = Path.GetDirectoryName(full)!;
        // Nobody puts a repository there, and links are what these folders consist of.
        if (target == full || SystemFile.Is(full)) return target;

        var root = Real(Repository(folder) ?? folder);
        return target.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? target
            : throw new IOException($"it is a link, or a link is on the way to it, that leads out of '{root}'.");
    }

    /// <summary>Whether a path, with its links followed, is a folder or lies in it.</summary>
    /// <exception cref="IOException">It leads through too many links.</exception>
    public static bool IsWithin(string path, string folder)
    {
        var (target, root) = (Real(Path.GetFullPath(path)), Path.TrimEndingDirectorySeparator(Real(Path.GetFullPath(folder))));
        return target == root || root.Length == 0
            || target.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>The repository that a folder lies in, or null.</summary>
    public static string? Repository(string folder)
    {
        for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            if (Path.Exists(Path.Combine(current, ".git"))) return current;
        }

        return null;
    }

    /// <summary>The path without links, as far as it is there.</summary>
    static string Real(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var rest = new Stack<string>(path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
            .Reverse());
        var (real, links) = (root, 0);
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } link)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks) throw new IOException("it leads through too many links.");

            var target = Path.GetFullPath(link, real);
            (real, root) = (Path.GetPathRoot(target)!, Path.GetPathRoot(target)!);
            foreach (var inner in target[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                rest.Push(inner);
            }
        }

        return real;
    }
}
