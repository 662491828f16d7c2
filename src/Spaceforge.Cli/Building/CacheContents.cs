namespace Spaceforge.Cli.Building;

/// <summary>The builds of all plugins together: what they take, and what of it is old.</summary>
sealed class CacheContents(string root)
{
    public const string EntryExtension = ".json";

    const long Megabyte = 1_000_000;

    static readonly TimeSpan KeepEntries = TimeSpan.FromDays(30);

    // Long enough for another tool to end what it builds or runs there.
    static readonly TimeSpan KeepFolders = TimeSpan.FromHours(1);

    /// <param name="PluginFile">The plugin's full path.</param>
    /// <param name="Size">In bytes, of all its builds.</param>
    /// <param name="LastUse">When it was built or found last.</param>
    public sealed record Item(string PluginFile, long Size, DateTime LastUse);

    sealed record Kept(FileInfo File, BuildEntry Entry);

    string Plugins => Path.Combine(root, "plugins");

    public IReadOnlyList<Item> List() =>
    [
        .. Folders()
            .Select(folder => (Folder: folder, Entries: Entries(folder)))
            .Where(plugin => plugin.Entries.Count > 0)
            .Select(plugin => new Item(plugin.Entries[0].Entry.PluginFile, Size(plugin.Folder), plugin.Entries.Max(entry => entry.File.LastWriteTimeUtc)))
            .OrderBy(item => item.PluginFile, StringComparer.Ordinal),
    ];

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    /// <summary>Removes what nothing refers to and what was not used for long, and, of what is left, the longest unused where it is too much.</summary>
    /// <param name="megabytes">What may stay.</param>
    public void Clean(long megabytes)
    {
        var kept = new List<(DirectoryInfo Folder, Kept Kept)>();
        foreach (var folder in Folders())
        {
            var entries = Entries(folder);
            foreach (var old in entries.Where(entry => DateTime.UtcNow - entry.File.LastWriteTimeUtc > KeepEntries).ToList())
            {
                old.File.Delete();
                entries.Remove(old);
            }

            RemoveUnused(folder, entries, KeepFolders);
            kept.AddRange(entries.Select(entry => (folder, entry)));
        }

        var size = Size(new DirectoryInfo(Plugins));
        // The newest is what was built just now.
        foreach (var (folder, entry) in kept.OrderBy(entry => entry.Kept.File.LastWriteTimeUtc).SkipLast(1))
        {
            if (size <= megabytes * Megabyte) return;

            var before = Size(folder);
            entry.File.Delete();
            RemoveUnused(folder, Entries(folder), TimeSpan.Zero);
            size -= before - Size(folder);
        }
    }

    DirectoryInfo[] Folders() => Directory.Exists(Plugins) ? new DirectoryInfo(Plugins).GetDirectories() : [];

    static List<Kept> Entries(DirectoryInfo folder) => folder.Exists
        ? [.. folder.EnumerateFiles($"*{EntryExtension}").Select(file => (file, BuildEntry.Read(file.FullName))).Where(pair => pair.Item2 is not null).Select(pair => new Kept(pair.file, pair.Item2!))]
        : [];

    static void RemoveUnused(DirectoryInfo folder, List<Kept> entries, TimeSpan keep)
    {
        var used = entries.SelectMany(entry => entry.Entry.Folders).ToHashSet(StringComparer.Ordinal);
        foreach (var unused in folder.EnumerateDirectories().Where(build => !used.Any(path => IsIn(path, build.FullName))))
        {
            if (DateTime.UtcNow - unused.LastWriteTimeUtc >= keep) Remove(unused);
        }

        if (!folder.EnumerateFileSystemInfos().Any()) Remove(folder);
    }

    static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another tool removes it, or, on Windows, runs it.
        }
    }

    static long Size(DirectoryInfo folder) =>
        folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0) : 0;
}
