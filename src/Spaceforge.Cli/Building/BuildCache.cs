using Spaceforge.Files;

namespace Spaceforge.Cli.Building;

/// <summary>
/// The builds of one plugin. Each build has separate folders and becomes visible when its entry is moved into place with one
/// rename; existing files never change, they are only added and later removed.
/// </summary>
sealed class BuildCache(string folder)
{
    /// <param name="root">The folder of all builds.</param>
    /// <param name="pluginFile">The plugin's full path.</param>
    public static BuildCache For(string root, string pluginFile) =>
        new(Path.Combine(root, "plugins", $"{Path.GetFileNameWithoutExtension(pluginFile)}-{ContentHash.OfText(pluginFile)[..16]}"));

    /// <summary>The last complete build with these settings, or null.</summary>
    public BuildEntry? Read(string settings)
    {
        var file = EntryFile(settings);
        if (BuildEntry.Read(file) is not { } entry || entry.Settings != settings || !entry.IsWhole()) return null;

        Touch(file);
        return entry;
    }

    /// <summary>Creates a folder that no other process writes to.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;

    public void Write(BuildEntry entry)
    {
        var file = EntryFile(entry.Settings);
        // The replaced build may be running, so it is kept as long as new folders are.
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
            // Another process may be cleaning up; if the program is gone, it is rebuilt.
        }
    }

    static void TouchFolder(string path) => Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow);
}
