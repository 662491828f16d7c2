using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spaceforge.Cli.Building;

/// <summary>The cache entry of a plugin's last build.</summary>
/// <param name="PluginFile">The plugin's full path.</param>
/// <param name="Settings">The hash of <see cref="BuildInputs.Settings"/> it was made from.</param>
/// <param name="Text">The hash of <see cref="BuildInputs.Text"/> it was made from.</param>
/// <param name="Assembly">The program.</param>
/// <param name="BuildFolder">The folder of the full build, with the files that the compiler's arguments refer to.</param>
/// <param name="Compiler">The compiler call of the full build.</param>
/// <param name="Form">The manifest form that the plugin sets, or an empty string.</param>
/// <param name="Messages">The compiler's messages for this text, which are repeated with every use.</param>
/// <param name="Program">The program's files, with the hashes of their contents.</param>
/// <param name="Inputs">Files that the build read besides the sources and the SDK's own, with the hashes of their contents.</param>
/// <param name="Variables">Environment variables that the build read, with hashes of their values, since some are secrets.</param>
sealed record BuildEntry(
    string PluginFile,
    string Settings,
    string Text,
    string Assembly,
    string BuildFolder,
    CompilerCall Compiler,
    string Form,
    IReadOnlyList<CompilerMessage> Messages,
    IReadOnlyDictionary<string, string> Program,
    IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, string?> Variables)
{
    /// <summary>The folders in the cache that it needs.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Folders => [BuildFolder, ProgramFolder];

    [JsonIgnore]
    public string ProgramFolder => Path.GetDirectoryName(Assembly)!;

    /// <summary>The <see cref="Inputs"/> that are neither a package's nor of the cache: files of the author.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> OwnInputs
    {
        get
        {
            var packages = PackageFolder.Path;
            var cache = Path.GetDirectoryName(BuildFolder)!;
            return [.. Inputs.Keys.Where(path => !path.StartsWith(packages, StringComparison.Ordinal)
                && !path.StartsWith(cache, StringComparison.Ordinal))];
        }
    }

    /// <summary>Whether all files are as the build left them: a package can be repacked under its version, a disk can be full.</summary>
    public bool IsWhole() => Variables.All(variable => BuildVariables.HashOf(variable.Key) == variable.Value)
        && Program.All(file => File.Exists(file.Key) && ContentHash.OfFile(file.Key) == file.Value)
        && Inputs.All(file => BuildFile.Read(file.Key) is { } content && ContentHash.OfBytes(content) == file.Value);

    /// <summary>Reads the entry from a file, or returns null if there is no readable one.</summary>
    public static BuildEntry? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), BuildEntryJson.Default.BuildEntry) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, BuildEntryJson.Default.BuildEntry);
}

[JsonSerializable(typeof(BuildEntry))]
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
sealed partial class BuildEntryJson : JsonSerializerContext;
