using Spaceforge.Files;

namespace Spaceforge.Cli.Building;

/// <summary>
/// The builds of one plugin. A build has folders of its own, and is there from the moment that its entry is put in place with one
/// rename; what is there is never changed, only added and later removed.
/// </summary>
sealed class BuildCache(string folder)
{
    /// <param name="root">The folder of all builds.</param>
    /// <param name="pluginFile">The plugin's full path.</param>
    public static BuildCache For(string root, string pluginFile) =>
        new(Path.Combine(root, "plugins", $"{Path.GetFileNameWithoutExtension(pluginFile)}-{ContentHash.OfText(pluginFile)[..16]}"));

    /// <summary>The last build with these settings, or null where there is none that is whole.</summary>
    public BuildEntry? Read(string settings)
    {
        var file = EntryFile(settings);
        if (BuildEntry.Read(file) is not { } entry || entry.Settings != settings || !entry.IsWhole()) return null;

        Touch(file);
        return entry;
    }

    /// <summary>A new folder that no other tool writes to.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;

    public void Write(BuildEntry entry)
    {
        var file = EntryFile(entry.Settings);
        // What the entry replaces may be running: it stays as long as what is new.
        if (BuildEntry.Read(file) is { } replaced) replaced.Folders.Where(Directory.Exists).ToList().ForEach(TouchFolder);
        AtomicFile.Write(file, entry.ToJson());
        CacheContents.RemoveUnused(new DirectoryInfo(folder));
    }

    string EntryFile(string settings) => Path.Combine(folder, $"{settings}{CacheContents.EntryExtension}");

    static void Touch(string file)
    {
        try
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody cleans up at this moment: the program is there or is built again.
        }
    }

    static void TouchFolder(string path) => Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow);
}
