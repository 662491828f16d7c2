using Spaceforge.Cli.Images;
using Spaceforge.Cli.Parameters;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Cli.Simulating;

/// <summary>The options of a simulated run.</summary>
sealed record SimulationOptions
{
    public RunType RunType { get; init; } = RunType.Proposed;

    /// <summary>The folder with the stack's repository, or null for an empty one.</summary>
    public string? Source { get; init; }

    /// <summary>The project root of the stack's settings.</summary>
    public string ProjectRoot { get; init; } = "";

    /// <summary>The stack's slug, or in a module test the id or name of the test case; null for none.</summary>
    public string? Stack { get; init; }

    /// <summary>The file with the runtime configuration of this run; null for none.</summary>
    public string? RuntimeConfig { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Parameter values by id, or by PLUGIN/ID.</summary>
    public IReadOnlyList<GivenParameter> Parameters { get; init; } = [];

    /// <summary>Whether other parameters are taken from environment variables.</summary>
    public bool ReadsVariables { get; init; } = true;

    /// <summary>The date in the result.</summary>
    public DateTimeOffset Date { get; init; } = TimeProvider.System.GetUtcNow();

    /// <summary>The stack's own variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Commands that replace a phase's own, by phase.</summary>
    public IReadOnlyDictionary<string, string> Commands { get; init; } = new Dictionary<string, string>();

    public string? PlanJson { get; init; }

    /// <summary>The API's responses, or null for none.</summary>
    public string? ApiData { get; init; }

    /// <summary>Files with policies that are attached beside the plugins' own.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Whether the stack applies without a confirmation.</summary>
    public bool Autodeploys { get; init; }

    /// <summary>How many reviews approve the run.</summary>
    public int Approvals { get; init; }

    /// <summary>How many reviews reject it.</summary>
    public int Rejections { get; init; }

    /// <summary>What policies see of texts in the plan.</summary>
    public Sanitization Sanitization { get; init; }

    /// <summary>The final state that after_run sees and the run ends in; null to derive it from the phases.</summary>
    public RunState? FinalState { get; init; }

    /// <summary>The runner image, or null to run with the machine's files.</summary>
    public RunnerImage? Image { get; init; }

    public bool Pauses { get; init; } = true;

    public bool Isolates { get; init; } = true;

    public bool Keeps { get; init; }

    /// <summary>Files of the project root whose text is part of the result.</summary>
    public IReadOnlyList<string> ShownFiles { get; init; } = [];

    /// <summary>
    /// A folder with programs that come first on the PATH of hooks and phases, but not on the tool's own; null for none.
    /// </summary>
    public string? Programs { get; init; }

    /// <summary>The PATH of hooks and phases, as far as no plugin changes it.</summary>
    public string? SearchPath => Programs is null ? Environment.GetEnvironmentVariable("PATH")
        : $"{Programs}:{Variables.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH")}";

    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromMinutes(7);

    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(70);

    /// <summary>How many bytes the workspace may grow by.</summary>
    public long DiskLimit { get; init; } = 10_000_000_000;

    /// <summary>
    /// How many bytes of memory the run may use, including files that hooks write outside the workspace.
    /// </summary>
    public long MemoryLimit { get; init; } = 4_000_000_000;

    /// <summary>How many processes the run may have at once.</summary>
    public int ProcessLimit { get; init; } = 4_096;

    /// <summary>How many files a process may have open.</summary>
    public int FileLimit { get; init; } = 4_096;

    /// <summary>The limits of a container.</summary>
    public ContainerLimits Limits => new(MemoryLimit, ProcessLimit, FileLimit, DiskLimit);
}
