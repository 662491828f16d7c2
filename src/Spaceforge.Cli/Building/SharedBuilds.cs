using Spaceforge.Files;

namespace Spaceforge.Cli.Building;

/// <summary>
/// Full builds that plugins in other folders start from: with equal settings, only the plugin's path differs, so a new plugin needs
/// only the compiler.
/// </summary>
sealed class SharedBuilds(string root)
{
    public const string FolderName = "shared";

    // MSBuild and the compiler quote or escape other characters, each in its own way.
    static bool IsPlain(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-');

    /// <summary>Offers a full build to plugins in other folders, if nothing but its path belongs to its own folder.</summary>
    public void Add(BuildInputs inputs, BuildEntry entry)
    {
        if (inputs.Shared is not { } key || !IsPlain(entry.PluginFile) || !IsPlain(entry.BuildFolder) || entry.Variables.Count > 0) return;

        // Warnings of NuGet and the SDK would be lost.
        if (entry.Messages.Any(message => !message.Code.StartsWith("CS", StringComparison.Ordinal)
            && !message.Code.StartsWith("SF", StringComparison.Ordinal))) return;

        // What is neither made by the build nor an assembly of a package was imported from somewhere.
        if (entry.Inputs.Keys.Any(path => !IsIn(path, entry.BuildFolder) && Path.GetExtension(path) != ".dll")) return;

        var folder = Directory.CreateDirectory(Path.Combine(root, FolderName));
        AtomicFile.Write(FileOf(folder.FullName, key), entry.ToJson());
    }

    /// <summary>
    /// Copies such a build for another plugin, as a full build of that plugin would have made it, except for the program itself.
    /// </summary>
    /// <param name="inputs">The plugin's inputs.</param>
    /// <param name="pluginFile">The plugin's full path.</param>
    /// <param name="cache">The plugin's builds.</param>
    /// <returns>An entry whose text has changed since; null if there is none.</returns>
    public BuildEntry? Find(BuildInputs inputs, string pluginFile, BuildCache cache)
    {
        if (inputs.Shared is not { } key || inputs.Settings is not { } settings || !IsPlain(pluginFile)) return null;

        try
        {
            return BuildEntry.Read(FileOf(Path.Combine(root, FolderName), key)) is { } entry && entry.IsWhole()
                ? Copy(entry, pluginFile, cache.NewFolder()) is { } copy ? copy with { Settings = settings } : null
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process is cleaning up.
            return null;
        }
    }

    static BuildEntry? Copy(BuildEntry entry, string pluginFile, string folder)
    {
        var made = entry.Inputs.Keys.Where(path => IsIn(path, entry.BuildFolder)).ToList();
        foreach (var path in made.Concat(entry.Program.Keys))
        {
            // A program that was compiled later is in a folder of its own.
            var target = IsIn(path, entry.BuildFolder) ? Moved(path)
                : Path.Combine(folder, "bin", Path.GetRelativePath(entry.ProgramFolder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
            if (Path.GetExtension(path) is ".editorconfig" or ".json" && !MoveText(target)) return null;
        }

        var assembly = IsIn(entry.Assembly, entry.BuildFolder)
            ? Moved(entry.Assembly)
            : Path.Combine(folder, "bin", Path.GetFileName(entry.Assembly));
        return entry with
        {
            PluginFile = pluginFile,
            // No text has this hash.
            Text = "",
            Assembly = assembly,
            BuildFolder = folder,
            Compiler = entry.Compiler with
            {
                Arguments = [.. entry.Compiler.Arguments.Select(argument => Moved(argument == entry.PluginFile ? pluginFile : argument))],
            },
            Messages = [],
            Program = ContentHash.OfFolder(Path.GetDirectoryName(assembly)!),
            Inputs = ContentHash.OfFiles(entry.Inputs.Keys.Select(Moved)),
        };

        string Moved(string text) => text.Replace(entry.BuildFolder, folder, StringComparison.Ordinal);

        // The plugin's path and folder, as the SDK writes them into the compiler's and the runtime's configuration.
        bool MoveText(string file)
        {
            var (from, to) = (Path.GetDirectoryName(entry.PluginFile)!, Path.GetDirectoryName(pluginFile)!);
            var text = File.ReadAllText(file)
                .Replace(entry.PluginFile, pluginFile, StringComparison.Ordinal)
                .Replace($"ProjectDir = {from}/", $"ProjectDir = {to}/", StringComparison.Ordinal)
                .Replace($"DirectoryPath\": \"{from}\"", $"DirectoryPath\": \"{to}\"", StringComparison.Ordinal);
            File.WriteAllText(file, text);
            return from == to || !text.Replace($"{to}/", "", StringComparison.Ordinal).Contains($"{from}/", StringComparison.Ordinal);
        }
    }

    static bool IsIn(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    static string FileOf(string folder, string key) => Path.Combine(folder, $"{key}{CacheContents.EntryExtension}");
}
