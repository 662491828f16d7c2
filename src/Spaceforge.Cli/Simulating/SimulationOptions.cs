namespace Spaceforge.Cli.Simulating;

/// <summary>What a simulated run is to be.</summary>
sealed record SimulationOptions
{
    public RunType RunType { get; init; } = RunType.Proposed;

    /// <summary>The folder with the stack's repository, or null for an empty one.</summary>
    public string? Source { get; init; }

    public string ProjectRoot { get; init; } = "";

    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What the installer filled in, by parameter id, or by plugin name, a slash and the id.</summary>
    public IReadOnlyList<(string Id, string Value)> Parameters { get; init; } = [];

    /// <summary>The stack's own variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Commands in place of a phase's own, by phase.</summary>
    public IReadOnlyDictionary<string, string> Commands { get; init; } = new Dictionary<string, string>();

    public string? PlanJson { get; init; }

    /// <summary>Answers of the API, or null for none.</summary>
    public string? ApiData { get; init; }

    /// <summary>What after_run is told and the run ends as, whatever comes of the phases; null for what comes of them.</summary>
    public RunState? FinalState { get; init; }

    public bool Pauses { get; init; } = true;

    public bool Isolates { get; init; } = true;

    public bool Keeps { get; init; }

    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromMinutes(7);

    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(70);

    /// <summary>How many bytes the workspace may hold beyond what it starts with.</summary>
    public long DiskLimit { get; init; } = 10_000_000_000;

    /// <summary>
    /// How many bytes of memory the run may take; what hooks write outside of the workspace lies there too, and has this limit.
    /// </summary>
    public long MemoryLimit { get; init; } = 4_000_000_000;

    /// <summary>How many processes the run may have at a time.</summary>
    public int ProcessLimit { get; init; } = 4_096;

    /// <summary>How many files a process may have open.</summary>
    public int FileLimit { get; init; } = 4_096;
}
