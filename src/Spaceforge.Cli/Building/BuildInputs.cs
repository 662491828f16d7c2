using System.Collections;
using System.Security.Cryptography;
using System.Text;
using Spaceforge.Cli.Processes;
using Spaceforge.Sources;

namespace Spaceforge.Cli.Building;

/// <summary>What the build of a file-based plugin depends on, as two hashes of contents.</summary>
/// <param name="Settings">Everything but C# text: directives, files that change a build, the SDK, the tool. Null where that is not to be known.</param>
/// <param name="Text">The C# text.</param>
sealed record BuildInputs(string? Settings, string Text)
{
    static readonly string[] SettingsFiles =
    [
        ".editorconfig", ".globalconfig", "Directory.Build.props", "Directory.Build.rsp", "Directory.Build.targets",
        "Directory.Packages.props", "global.json", "nuget.config", "packages.lock.json",
    ];

    // Any variable is a property to MSBuild; these are the ones that builds look at.
    static readonly string[] SettingsVariables = ["CI", "CONFIGURATION", "DOTNET_", "HOME", "MSBUILD", "NUGET", "PLATFORM", "RESTORE", "USERPROFILE"];

    public static BuildInputs Read(string pluginFile, DotnetHost dotnet)
    {
        using var settings = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var text = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(settings, typeof(BuildInputs).Assembly.ManifestModule.ModuleVersionId.ToString());
        Add(settings, pluginFile);
        AddSdk(settings, dotnet);
        AddVariables(settings);
        AddSource(pluginFile, [], settings, text);
        var known = AddSettingsFiles(settings, Path.GetDirectoryName(pluginFile)!);
        return new BuildInputs(known ? Hex(settings) : null, Hex(text));
    }

    static void AddSdk(IncrementalHash hash, DotnetHost dotnet)
    {
        Add(hash, dotnet.Root);
        foreach (var folder in (string[])["sdk", "packs/Microsoft.NETCore.App.Ref", "shared/Microsoft.NETCore.App"])
        {
            var path = Path.Combine(dotnet.Root, folder);
            if (!Directory.Exists(path)) continue;
            foreach (var version in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)) Add(hash, version);
        }
    }

    static void AddVariables(IncrementalHash hash)
    {
        foreach (var (name, value) in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => ((string)entry.Key, (string?)entry.Value))
            .Where(entry => SettingsVariables.Any(start => entry.Item1.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(entry => entry.Item1, StringComparer.Ordinal))
        {
            Add(hash, $"{name}={value}");
        }
    }

    static void AddSource(string path, HashSet<string> seen, IncrementalHash settings, IncrementalHash text)
    {
        if (!seen.Add(path)) return;

        var source = File.Exists(path) ? File.ReadAllText(path) : "";
        Add(settings, path);
        Add(text, source);
        foreach (var directive in FileDirective.ReadAll(source))
        {
            Add(settings, $"{directive.Name} {directive.Value}");
            if (directive.Name == "include") AddSource(Path.GetFullPath(directive.Value, Path.GetDirectoryName(path)!), seen, settings, text);
        }
    }

    /// <returns>False where a file imports others, which could be anywhere.</returns>
    static bool AddSettingsFiles(IncrementalHash hash, string folder)
    {
        var known = true;
        for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            foreach (var path in SettingsFilesIn(current))
            {
                var content = File.ReadAllText(path);
                Add(hash, path);
                Add(hash, content);
                known &= !content.Contains("<Import", StringComparison.Ordinal);
            }
        }

        return known;
    }

    static IEnumerable<string> SettingsFilesIn(string folder)
    {
        try
        {
            return [.. Directory.GetFiles(folder)
                .Where(path => SettingsFiles.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException)
        {
            // A folder above that may not be listed: a build cannot read it either.
            return [];
        }
    }

    static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }

    static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
