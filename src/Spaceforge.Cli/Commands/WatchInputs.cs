using System.Text.RegularExpressions;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Scenarios;
using Spaceforge.Cli.Simulating;

namespace Spaceforge.Cli.Commands;

/// <summary>The folders and files that decide what comes of a plugin's round.</summary>
/// <param name="plugin">The full path of the plugin's C# file, project or manifest.</param>
/// <param name="simulation">The options of the simulation; null for none.</param>
sealed partial class WatchInputs(string plugin, SimulationOptions? simulation)
{
    const int MostBuildFiles = 1_000;

    readonly string _folder = Path.GetDirectoryName(plugin)!;

    /// <summary>What the last build of the plugin read.</summary>
    public IReadOnlyList<string> OfBuild { get; set; } = [];

    public IReadOnlyList<string> Folders =>
        [_folder, .. Projects(), .. simulation?.Source is { } source ? (string[])[source] : [], .. OfScenarios().Where(Directory.Exists)];

    public IReadOnlyList<string> Files =>
    [
        plugin, .. Sources(), .. SettingsFiles.All(_folder), .. OfBuild.Take(MostBuildFiles), .. OfSimulation(),
        .. OfScenarios().Where(path => !Directory.Exists(path)),
    ];

    IEnumerable<string> Sources() => IsCode ? PluginSources.Read(plugin).Files.Select(file => file.Path) : [];

    bool IsCode => Path.GetExtension(plugin) == ".cs";

    /// <summary>The folders of projects that the plugin or its tests refer to.</summary>
    IEnumerable<string> Projects()
    {
        var named = IsCode
            ? PluginSources.Read(plugin).Directives.Where(directive => directive.Name == "project")
                .Select(directive => Path.GetFullPath(directive.Value, _folder))
            : Path.GetExtension(plugin) == ".csproj" ? ReferencesOf(plugin) : [];
        return named.Select(path => Directory.Exists(path) ? path : Path.GetDirectoryName(path)!).Where(Directory.Exists);
    }

    static IEnumerable<string> ReferencesOf(string project) =>
        Reference().Matches(BuildFile.ReadText(project) ?? "")
            .Select(match => Path.GetFullPath(match.Groups[1].Value.Replace('\\', '/'), Path.GetDirectoryName(project)!));

    IEnumerable<string> OfSimulation() => simulation is null ? []
        : [
            .. ((string?[])[simulation.PlanJson, simulation.ApiData, simulation.RuntimeConfig]).OfType<string>(), .. simulation.Policies,
            .. simulation.Source is { } source
                ? (string[])[Path.Combine(source, ".spacelift", "config.yml"), Path.Combine(source, ".spacelift", "config.yaml")] : [],
        ];

    /// <summary>What scenarios refer to, which may be elsewhere.</summary>
    IEnumerable<string> OfScenarios()
    {
        try
        {
            return HasScenarios(_folder)
                ? [.. ScenarioReader.Read(_folder).SelectMany(scenario => scenario.References).Where(path => !IsBelow(path))] : [];
        }
        catch (UsageException)
        {
            // The step that runs them says what is wrong with them.
            return [];
        }
    }

    bool IsBelow(string path) => path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    public static bool HasScenarios(string folder) => Path.Combine(folder, "scenarios") is var scenarios && Directory.Exists(scenarios)
        && Directory.EnumerateFiles(scenarios).Any(file => Path.GetExtension(file) is ".yaml" or ".yml");

    [GeneratedRegex("""<ProjectReference\s[^>]*Include\s*=\s*"([^"*$]+)""", RegexOptions.None, matchTimeoutMilliseconds: 500)]
    private static partial Regex Reference();
}
