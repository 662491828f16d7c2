using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spaceforge.Cli.Building;

/// <summary>What is left of a plugin's last build.</summary>
/// <param name="PluginFile">The plugin's full path.</param>
/// <param name="Settings">The hash of <see cref="BuildInputs.Settings"/> it was made from.</param>
/// <param name="Text">The hash of <see cref="BuildInputs.Text"/> it was made from.</param>
/// <param name="Assembly">The program.</param>
/// <param name="BuildFolder">The folder of the full build, which holds what the compiler's arguments refer to.</param>
/// <param name="Compiler">How the full build called the compiler.</param>
/// <param name="Form">The form that the plugin sets for its manifest, or nothing.</param>
/// <param name="Messages">What the compiler said of this text, which is said again with every use.</param>
/// <param name="Program">The program's files, with the hashes of their contents.</param>
/// <param name="Inputs">What the build read beside the sources and the SDK's own files, with the hashes of their contents.</param>
/// <param name="Variables">Environment variables that it read, with hashes of their values: some are secrets.</param>
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

    /// <summary>Whether everything is as the build left it: a package can be made anew under its old version, a disk can be full.</summary>
    public bool IsWhole() => Variables.All(variable => BuildVariables.HashOf(variable.Key) == variable.Value)
        && Program.Concat(Inputs).All(file => File.Exists(file.Key) && ContentHash.OfFile(file.Key) == file.Value);

    /// <summary>The entry in a file, or null where there is none that can be read.</summary>
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
