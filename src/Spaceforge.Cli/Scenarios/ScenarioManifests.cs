using Spaceforge.Cli.Building;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.Scenarios;

/// <summary>The manifests of the scenarios' plugins, each generated once.</summary>
sealed class ScenarioManifests : IAsyncDisposable
{
    static readonly string[] Beside = ["plugin.cs", "plugin.yaml", "plugin.yml"];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spaceforge-manifests-");
    readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    ScenarioManifests()
    {
    }

    /// <param name="read">Reads a plugin or a manifest; returns null after it has reported errors.</param>
    /// <returns>Null if a plugin has reported errors.</returns>
    public static async Task<ScenarioManifests?> MakeAsync(
        IEnumerable<Scenario> scenarios, FormChoice form,
        Func<string, string, FormChoice, CancellationToken, Task<ManifestFile?>> read, CancellationToken cancellationToken)
    {
        var made = new ScenarioManifests();
        foreach (var path in scenarios.SelectMany(Plugins).Distinct(StringComparer.Ordinal))
        {
            if (Path.GetExtension(path) is ".yaml" or ".yml")
            {
                made._paths[path] = path;
                continue;
            }

            if (await read(path, Directory.GetCurrentDirectory(), form, cancellationToken) is not { } manifest)
            {
                await made.DisposeAsync();
                return null;
            }

            var folder = made._folder.CreateSubdirectory($"{made._paths.Count}");
            var file = Path.Combine(folder.FullName, "plugin.yaml");
            await File.WriteAllTextAsync(file, manifest.Text, cancellationToken);
            made._paths[path] = file;
        }

        return made;
    }

    public IReadOnlyList<string> Of(Scenario scenario) => [.. Plugins(scenario).Select(path => _paths[path])];

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    static IReadOnlyList<string> Plugins(Scenario scenario)
    {
        if (scenario.Plugins.Count > 0)
        {
            return [.. scenario.Plugins.Select(path => Existing(Path.GetFullPath(path, scenario.Folder), path, scenario))];
        }

        var parent = Path.GetDirectoryName(scenario.Folder) ?? scenario.Folder;
        return Beside.Select(name => Path.Combine(parent, name)).FirstOrDefault(File.Exists) is { } found ? [found]
            : throw new UsageException($"{scenario.File}: there is no plugin.cs and no plugin.yaml in '{parent}'; name the plugin with 'plugin'.");
    }

    static string Existing(string path, string named, Scenario scenario) =>
        File.Exists(path) ? path : throw new UsageException($"{scenario.File}: the plugin '{named}' does not exist.");
}
