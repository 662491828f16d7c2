using System.Text.Json.Nodes;
using Spaceforge.Files;

namespace Spaceforge.Cli.Scenarios;

/// <summary>The inputs of a simulated run and its expected results.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Run">What the run gets.</param>
/// <param name="Expectations">The expected results, by key, with their lines in the file.</param>
sealed record Scenario(string File, string Name, JsonObject Run, IReadOnlyList<Expectation> Expectations)
{
    /// <summary>The plugins, by paths relative to the file; empty for the one beside the folder.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>Why it is skipped; null if it is not.</summary>
    public string? Skip { get; init; }

    /// <summary>Whether the result is compared to a file beside it.</summary>
    public bool HasSnapshot { get; init; }

    public string SnapshotName => $"{Name}.snapshot.json";

    /// <summary>The full paths of the files and folders that it names.</summary>
    /// <exception cref="UsageException">One is outside of the repository.</exception>
    public IEnumerable<string> References => Plugins
        .Concat(((string[])["source", "plan", "api"]).Select(key => Run[key]).Append(Run["policies"]).SelectMany(Texts))
        .Select(PathOf);

    public string Folder => Path.GetDirectoryName(Path.GetFullPath(File))!;

    static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    /// <summary>The full path of what the scenario names, which whoever wrote it may not choose freely.</summary>
    /// <exception cref="UsageException">It is outside of the repository; without one, of the current folder or the plugin's.</exception>
    public string PathOf(string path)
    {
        var current = Directory.GetCurrentDirectory();
        var root = RepositoryLinks.Repository(Folder)
            ?? (RepositoryLinks.IsWithin(Folder, current) ? current : Path.GetDirectoryName(Folder) ?? Folder);
        var full = Path.GetFullPath(path, Folder);
        return RepositoryLinks.IsWithin(full, root) ? full
            : throw new UsageException($"{File}: '{path}' is outside '{root}'; a scenario may only use files in its repository.");
    }
}

/// <summary>Something that must come of a run.</summary>
/// <param name="Key">What it is about, for example <c>state</c>.</param>
/// <param name="Value">What it must be.</param>
/// <param name="Line">Its line in the file.</param>
sealed record Expectation(string Key, JsonNode? Value, long Line);

/// <summary>The result of a scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Differences">Each with what was expected and what was found; empty if it passed.</param>
/// <param name="Duration">How long it took.</param>
sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<string> Differences, TimeSpan Duration)
{
    public bool HasPassed => Differences.Count == 0 && Scenario.Skip is null;

    /// <summary>What the run printed.</summary>
    public string Output { get; init; } = "";

    /// <summary>Why the run did not finish; null if it did.</summary>
    public string? Cause { get; init; }

    /// <summary>Whether its snapshot was written.</summary>
    public bool IsUpdated { get; init; }
}
