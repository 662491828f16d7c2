using System.IO.Enumeration;
using System.Text;
using Spaceforge.Files;

namespace Spaceforge.Cli.Building;

/// <summary>All cached builds and unpacked images: their size, and which are stale.</summary>
sealed class CacheContents(string root)
{
    public const string EntryExtension = ".json";

    /// <summary>The folder with unpacked runner images.</summary>
    public const string ImagesFolder = "images";

    /// <summary>The end of the name of an image that is not whole.</summary>
    public const string Unfinished = ".unfinished";

    /// <summary>The file beside an image's root that says where it is from.</summary>
    public const string ImageSourceFile = "source";

    const long Megabyte = 1_000_000;
    const int LongestSource = 4_096;

    static readonly TimeSpan KeepEntries = TimeSpan.FromDays(30);

    // Long enough for another process to finish building or running there.
    static readonly TimeSpan KeepFolders = TimeSpan.FromHours(1);

    /// <param name="PluginFile">The plugin's full path.</param>
    /// <param name="Size">The size of all its builds in bytes.</param>
    /// <param name="LastUse">When it was last built or reused.</param>
    public sealed record Item(string PluginFile, long Size, DateTime LastUse);

    /// <param name="Digest">What identifies its content.</param>
    /// <param name="Source">The full path that it was unpacked from, or null if it is not known.</param>
    /// <param name="Size">The size of its files in bytes.</param>
    /// <param name="LastUse">When it was last unpacked or used.</param>
    public sealed record Image(string Digest, string? Source, long Size, DateTime LastUse);

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

    /// <summary>The runner images that are whole.</summary>
    public IReadOnlyList<Image> ListImages() =>
    [
        .. ImageFolders()
            .Where(folder => !folder.Name.EndsWith(Unfinished, StringComparison.Ordinal))
            .Select(folder => new Image(
                // KIND-ALGORITHM-DIGITS
                string.Join(':', folder.Name.Split('-').Skip(1)), Source(folder), SizeWithLinks(folder), folder.LastWriteTimeUtc))
            .OrderBy(image => image.Source ?? "", StringComparer.Ordinal).ThenBy(image => image.Digest, StringComparer.Ordinal),
    ];

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    /// <summary>
    /// Removes unreferenced and stale builds, and then the least recently used ones until the rest fits the limit.
    /// </summary>
    /// <param name="megabytes">The limit; builds used within the last hour are always kept.</param>
    public void Clean(long megabytes)
    {
        try
        {
            foreach (var folder in Folders())
            {
                foreach (var old in Entries(folder).Where(entry => entry.Age > KeepEntries)) old.File.Delete();
                RemoveUnused(folder);
            }

            RemoveShared();
            RemoveImages();
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
            // Another process is cleaning up; the rest is left for the next time.
        }
    }

    /// <summary>
    /// Removes a plugin's folders that no entry refers to, except recent ones, which may still be in use.
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
            // Another process is removing it or, on Windows, running it.
        }
    }

    // They refer to a plugin's builds, which may have been removed.
    void RemoveShared()
    {
        var folder = new DirectoryInfo(Path.Combine(root, SharedBuilds.FolderName));
        foreach (var shared in Entries(folder).Where(shared => shared.Age > KeepEntries || !Directory.Exists(shared.Entry.BuildFolder)))
        {
            shared.File.Delete();
        }
    }

    // Their folder's time is that of the last use.
    void RemoveImages()
    {
        foreach (var image in ImageFolders())
        {
            if (DateTime.UtcNow - image.LastWriteTimeUtc <= KeepEntries) continue;

            // An image is whole as long as it has its name.
            if (!image.Name.EndsWith(Unfinished, StringComparison.Ordinal)) image.MoveTo(image.FullName + Unfinished);
            image.Delete(recursive: true);
        }
    }

    DirectoryInfo[] ImageFolders() =>
        new DirectoryInfo(Path.Combine(root, ImagesFolder)) is { Exists: true } images ? images.GetDirectories() : [];

    static string? Source(DirectoryInfo image)
    {
        using var folder = ForeignFolder.Open(image.FullName);
        return folder.ReadIfThere(ImageSourceFile, LongestSource) is { } path ? Encoding.UTF8.GetString(path) : null;
    }

    // Links of an image lead anywhere on the machine, and to each other.
    static long SizeWithLinks(DirectoryInfo folder) => new FileSystemEnumerable<long>(
        folder.FullName,
        (ref entry) => entry.Length,
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true })
    {
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && !IsLink(entry),
        ShouldRecursePredicate = (ref entry) => !IsLink(entry),
    }.Sum();

    static bool IsLink(FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

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
