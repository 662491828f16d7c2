using Spaceforge.Cli.Building;
using Spaceforge.Cli.IO;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.Scenarios;

/// <summary>The manifests of the scenarios' plugins, each generated once.</summary>
sealed class ScenarioManifests : IAsyncDisposable
{
    static readonly string[] Beside = ["plugin.cs", "plugin.yaml", "plugin.yml"];

    readonly WorkFolder _folder = WorkFolder.Create();
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
        // What cannot be used is reported before there is anything to clean up.
        string[] paths = [.. scenarios.SelectMany(Plugins).Distinct(StringComparer.Ordinal)];
        var made = new ScenarioManifests();
        try
        {
            return await made.FillAsync(paths, form, read, cancellationToken) ? made : null;
        }
        finally
        {
            if (made._paths.Count < paths.Length) await made.DisposeAsync();
        }
    }

    async Task<bool> FillAsync(
        string[] paths, FormChoice form,
        Func<string, string, FormChoice, CancellationToken, Task<ManifestFile?>> read, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            if (Path.GetExtension(path) is ".yaml" or ".yml")
            {
                _paths[path] = path;
                continue;
            }

            if (await read(path, Directory.GetCurrentDirectory(), form, cancellationToken) is not { } manifest)
            {
                return false;
            }

            var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, $"{_paths.Count}"));
            var file = Path.Combine(folder.FullName, "plugin.yaml");
            await File.WriteAllTextAsync(file, manifest.Text, cancellationToken);
            _paths[path] = file;
        }

        return true;
    }

    public IReadOnlyList<string> Of(Scenario scenario) => [.. Plugins(scenario).Select(path => _paths[path])];

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    static IReadOnlyList<string> Plugins(Scenario scenario)
    {
        if (scenario.Plugins.Count > 0)
        {
            return [.. scenario.Plugins.Select(path => Existing(scenario.PathOf(path), path, scenario))];
        }

        var parent = Path.GetDirectoryName(scenario.Folder) ?? scenario.Folder;
        return Beside.Select(name => Path.Combine(parent, name)).FirstOrDefault(File.Exists) is { } found ? [found]
            : throw new UsageException($"{scenario.File}: there is no plugin.cs and no plugin.yaml in '{parent}'; name the plugin with 'plugin'.");
    }

    static string Existing(string path, string named, Scenario scenario) =>
        File.Exists(path) ? path : throw new UsageException($"{scenario.File}: the plugin '{named}' does not exist.");
}
