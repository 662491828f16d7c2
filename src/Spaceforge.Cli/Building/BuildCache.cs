using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spaceforge.Files;

namespace Spaceforge.Cli.Building;

/// <summary>What is left of a plugin's last build.</summary>
/// <param name="Settings">The hash of <see cref="BuildInputs.Settings"/> it was made from.</param>
/// <param name="Text">The hash of <see cref="BuildInputs.Text"/> it was made from.</param>
/// <param name="Assembly">The program.</param>
/// <param name="Size">The program's size in bytes, by which one that was not written to its end is told.</param>
/// <param name="BuildFolder">The folder of the full build, which holds what the compiler's arguments refer to.</param>
/// <param name="Compiler">The path of the compiler.</param>
/// <param name="Arguments">The compiler's arguments in the full build.</param>
/// <param name="References">Packages' assemblies with their sizes and times: a package can be made anew under its old version.</param>
sealed record BuildEntry(
    string Settings,
    string Text,
    string Assembly,
    long Size,
    string BuildFolder,
    string Compiler,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> References);

[JsonSerializable(typeof(BuildEntry))]
sealed partial class BuildEntryJson : JsonSerializerContext;

/// <summary>The builds of one plugin, below the user's cache folder. What is there is never changed, only added and later removed.</summary>
sealed class BuildCache(string folder)
{
    // Long enough for another tool to end what it runs from there.
    static readonly TimeSpan KeepUnused = TimeSpan.FromMinutes(10);

    readonly string _entryFile = Path.Combine(folder, "entry.json");

    /// <param name="pluginFile">The plugin's full path.</param>
    /// <param name="kind">Tells apart builds that are made in different ways.</param>
    public static BuildCache For(string pluginFile, string kind)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pluginFile)))[..16];
        return new BuildCache(Path.Combine(Root(), "plugins", $"{Path.GetFileNameWithoutExtension(pluginFile)}-{hash}{kind}"));
    }

    /// <summary>The last build, or null where there is none that is whole.</summary>
    public BuildEntry? Read()
    {
        try
        {
            var entry = JsonSerializer.Deserialize(File.ReadAllText(_entryFile), BuildEntryJson.Default.BuildEntry);
            return entry is not null && IsWhole(entry) ? entry : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A new folder that no other tool writes to.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;

    public void Write(BuildEntry entry)
    {
        AtomicFile.Write(_entryFile, JsonSerializer.Serialize(entry, BuildEntryJson.Default.BuildEntry));
        foreach (var old in Directory.EnumerateDirectories(folder).Where(old => !IsUsed(entry, old)))
        {
            if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(old) > KeepUnused) Directory.Delete(old, recursive: true);
        }
    }

    /// <summary>Sizes and times of the assemblies that compiler arguments refer to and that do not belong to the SDK.</summary>
    public static Dictionary<string, string> Stamps(IEnumerable<string> arguments, string dotnetRoot) => arguments
        .Where(argument => argument.StartsWith("/reference:", StringComparison.Ordinal) || argument.StartsWith("/analyzer:", StringComparison.Ordinal))
        .Select(argument => argument[(argument.IndexOf(':', StringComparison.Ordinal) + 1)..])
        .Where(path => !path.StartsWith(dotnetRoot, StringComparison.Ordinal))
        .Distinct()
        .ToDictionary(path => path, Stamp, StringComparer.Ordinal);

    static bool IsWhole(BuildEntry entry) =>
        new FileInfo(entry.Assembly) is { Exists: true } assembly && assembly.Length == entry.Size
        && entry.References.All(reference => Stamp(reference.Key) == reference.Value);

    static string Stamp(string path) => new FileInfo(path) is { Exists: true } file ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : "none";

    static bool IsUsed(BuildEntry entry, string path) =>
        entry.BuildFolder == path || entry.Assembly.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    static string Root()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given && Path.IsPathRooted(given) ? given
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        try
        {
            return Directory.CreateDirectory(Path.Combine(cache, "spaceforge")).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home may be missing or read-only.
            return Path.Combine(Path.GetTempPath(), $"spaceforge-{Environment.UserName}");
        }
    }
}
