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

    sealed record Kept(FileInfo File, BuildEntry Entry)
    {
        /// <summary>The time since the last use.</summary>
        public TimeSpan Age => DateTime.UtcNow - File.LastWriteTimeUtc;
    }

    string Plugins => Path.Combine(root, "plugins");

    public IReadOnlyList<Item> List() =>
    [
        .. Folders()
            .Select(folder => (Folder: folder, Entries: Entries(folder)))
            .Where(plugin => plugin.Entries.Count > 0)
            .Select(plugin => new Item(
                plugin.Entries[0].Entry.PluginFile, Size(plugin.Folder), plugin.Entries.Max(entry => entry.File.LastWriteTimeUtc)))
            .OrderBy(item => item.PluginFile, StringComparer.Ordinal),
    ];

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    /// <summary>
    /// Removes what nothing refers to and what was not used for long, and, of what is left, the longest unused where it is too much.
    /// </summary>
    /// <param name="megabytes">What may stay; what was used within the last hour stays in any case.</param>
    public void Clean(long megabytes)
    {
        try
        {
            foreach (var folder in Folders())
            {
                foreach (var old in Entries(folder).Where(entry => entry.Age > KeepEntries)) old.File.Delete();
                RemoveUnused(folder);
            }

            var size = Size(new DirectoryInfo(Plugins));
            foreach (var entry in Folders().SelectMany(Entries).Where(entry => entry.Age > KeepFolders)
                .OrderByDescending(entry => entry.Age))
            {
                if (size <= megabytes * Megabyte) return;

                var folder = entry.File.Directory!;
                var before = Size(folder);
                entry.File.Delete();
                foreach (var build in entry.Entry.Folders.Select(path => new DirectoryInfo(path)).Where(build => build.Exists))
                {
                    build.LastWriteTimeUtc = DateTime.UnixEpoch;
                }
                RemoveUnused(folder);
                size -= before - Size(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another tool cleans at this moment. What is left is there for the next one.
        }
    }

    /// <summary>
    /// Removes the folders of one plugin that no entry refers to, but for new ones: somebody builds there, or runs what was there.
    /// </summary>
    public static void RemoveUnused(DirectoryInfo folder)
    {
        try
        {
            var used = Entries(folder).SelectMany(entry => entry.Entry.Folders).ToHashSet(StringComparer.Ordinal);
            foreach (var unused in folder.EnumerateDirectories().Where(build => !used.Any(path => IsIn(path, build.FullName))))
            {
                if (DateTime.UtcNow - unused.LastWriteTimeUtc >= KeepFolders) unused.Delete(recursive: true);
            }

            if (!folder.EnumerateFileSystemInfos().Any()) folder.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another tool removes it, or, on Windows, runs it.
        }
    }

    DirectoryInfo[] Folders() => Directory.Exists(Plugins) ? new DirectoryInfo(Plugins).GetDirectories() : [];

    static List<Kept> Entries(DirectoryInfo folder) => folder.Exists
        ? [.. folder.EnumerateFiles($"*{EntryExtension}").Select(file => (file, BuildEntry.Read(file.FullName)))
            .Where(pair => pair.Item2 is not null).Select(pair => new Kept(pair.file, pair.Item2!))]
        : [];

    static bool IsIn(string path, string folder) =>
        path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    static long Size(DirectoryInfo folder) =>
        folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0) : 0;
}
