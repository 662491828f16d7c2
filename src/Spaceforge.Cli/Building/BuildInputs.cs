using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>What the build of a file-based plugin depends on, as two content hashes.</summary>
/// <param name="Settings">Everything but C# text: directives, files and variables that change a build, the SDK, the tool. Null if that
/// cannot be determined.</param>
/// <param name="Text">The C# text.</param>
sealed record BuildInputs(string? Settings, string Text)
{
    /// <param name="pluginFile">The plugin's full path.</param>
    /// <param name="dotnet">The SDK.</param>
    /// <param name="analyze">Whether analyzers run.</param>
    public static BuildInputs Read(string pluginFile, DotnetHost dotnet, bool analyze)
    {
        var settings = new ContentHash();
        settings.Add(typeof(BuildInputs).Assembly.ManifestModule.ModuleVersionId.ToString());
        settings.Add(pluginFile);
        settings.Add($"{analyze}");
        AddSdk(settings, dotnet);

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
            settings.Add(path);
            settings.Add(content);
        }

        foreach (var directive in sources.Directives) settings.Add($"{directive.Name} {directive.Value}");
        var read = files.Select(file => file.Content).Concat(sources.Directives.Select(directive => directive.Value));
        foreach (var variable in BuildVariables.Read(read)) settings.Add(variable);
        return new BuildInputs(sources.AreAll ? settings.ToString() : null, text.ToString());
    }

    static void AddSdk(ContentHash hash, DotnetHost dotnet)
    {
        hash.Add(dotnet.Root);
        foreach (var folder in (string[])["sdk", "packs/Microsoft.NETCore.App.Ref", "shared/Microsoft.NETCore.App"])
        {
            var path = Path.Combine(dotnet.Root, folder);
            if (!Directory.Exists(path)) continue;
            foreach (var version in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)) hash.Add(version);
        }
    }
}
