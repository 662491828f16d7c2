using Spaceforge.Cli.Processes;
using Spaceforge.Sources;

namespace Spaceforge.Cli.Building;

/// <summary>What the build of a file-based plugin depends on, as two content hashes.</summary>
/// <param name="Settings">Everything but C# text: directives, files and variables that change a build, the SDK, the tool. Null if that
/// cannot be determined.</param>
/// <param name="Text">The C# text.</param>
/// <param name="Shared">
/// The settings without the plugin's folder. Null if the folder may affect the build in other ways: through included files, files next
/// to the plugin or above, and packages with MSBuild files that are not known.
/// </param>
sealed record BuildInputs(string? Settings, string Text, string? Shared)
{
    static readonly string[] KnownPackages = ["Spaceforge@", "Spaceforge.Scanning@"];

    /// <param name="pluginFile">The plugin's full path.</param>
    /// <param name="dotnet">The SDK.</param>
    /// <param name="analyze">Whether analyzers run.</param>
    public static BuildInputs Read(string pluginFile, DotnetHost dotnet, bool analyze)
    {
        var (settings, shared) = (new ContentHash(), new ContentHash());
        settings.Add(pluginFile);
        shared.Add(Path.GetFileName(pluginFile));
        AddToBoth(typeof(BuildInputs).Assembly.ManifestModule.ModuleVersionId.ToString());
        AddToBoth($"{analyze}");
        foreach (var part in Sdk(dotnet)) AddToBoth(part);

        var text = new ContentHash();
        var sources = PluginSources.Read(pluginFile);
        foreach (var (path, content) in sources.Files)
        {
            settings.Add(path);
            // Files other than C# need more than the compiler.
            (Path.GetExtension(path) == ".cs" ? text : settings).Add(content);
        }

        var files = SettingsFiles.Read(Path.GetDirectoryName(pluginFile)!).ToArray();
        foreach (var (path, content) in files)
        {
            AddToBoth(path);
            AddToBoth(content);
        }

        foreach (var directive in sources.Directives) AddToBoth($"{directive.Name} {directive.Value}");
        var read = files.Select(file => file.Content).Concat(sources.Directives.Select(directive => directive.Value));
        foreach (var variable in BuildVariables.Read(read)) AddToBoth(variable);
        var isShared = sources.AreAll && sources.Files.Count == 1 && files.All(file => SettingsFiles.IsOfNuGetOrSdk(file.Path))
            && sources.Directives.All(IsKnown);
        return new BuildInputs(sources.AreAll ? settings.ToString() : null, text.ToString(), isShared ? shared.ToString() : null);

        void AddToBoth(string part)
        {
            settings.Add(part);
            shared.Add(part);
        }
    }

    static bool IsKnown(FileDirective directive) => directive.Name switch
    {
        "package" => KnownPackages.Any(package => directive.Value.StartsWith(package, StringComparison.Ordinal)),
        "property" => !directive.Value.Contains('$', StringComparison.Ordinal),
        _ => false,
    };

    static IEnumerable<string> Sdk(DotnetHost dotnet)
    {
        yield return dotnet.Root;
        foreach (var folder in (string[])["sdk", "packs/Microsoft.NETCore.App.Ref", "shared/Microsoft.NETCore.App"])
        {
            var path = Path.Combine(dotnet.Root, folder);
            if (!Directory.Exists(path)) continue;
            foreach (var version in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)) yield return version;
        }
    }
}
