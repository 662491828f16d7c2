using System.Text.Json.Nodes;
using Spaceforge.Cli.Images;
using Spaceforge.Cli.RuntimeConfiguration;
using Spaceforge.Cli.Simulating.Decisions;

namespace Spaceforge.Cli.Simulating;

/// <summary>A file in the workspace that the run wrote.</summary>
sealed record WrittenFile(string Path, long Size)
{
    /// <summary>What wrote it, if that was not a hook; null otherwise.</summary>
    public string? Owner => LauncherTrace.Owner(Path);
}

/// <summary>A query to the API.</summary>
/// <param name="Name">The operation's name, or its fields.</param>
/// <param name="Query">Its text.</param>
/// <param name="IsAnswered">Whether there was a response.</param>
sealed record ApiCall(string Name, string Query, bool IsAnswered);

/// <summary>The result of a simulated run.</summary>
sealed record SimulationResult
{
    public required IReadOnlyList<string> Plugins { get; init; }
    public required string RunType { get; init; }
    public required DateTimeOffset Date { get; init; }
    public IReadOnlyList<UsedParameter> Parameters { get; init; } = [];
    public required RunState FinalState { get; init; }
    public required TimeSpan Duration { get; init; }

    /// <summary>How hooks were isolated from the machine, as a sentence.</summary>
    public required string Isolation { get; init; }

    public required IReadOnlyList<PhaseResult> Phases { get; init; }

    /// <summary>The runner image, or null for the machine.</summary>
    public RunnerImage? Image { get; init; }

    /// <summary>
    /// The machine's programs that ran and that Spacelift's default image does not have; null with an image, or if it is not known.
    /// </summary>
    public IReadOnlyList<string>? MachinePrograms { get; init; }

    /// <summary>What the runtime configuration sets.</summary>
    public RunSettings Settings { get; init; } = RunSettings.None;

    /// <summary>Markdown by plugin.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    /// <summary>
    /// The value of <c>input.third_party_metadata.custom</c>, or what it would have been if the run had not failed.
    /// </summary>
    public required JsonObject PolicyInput { get; init; }

    /// <summary>What policies decided, in the order of the run.</summary>
    public IReadOnlyList<PolicyResult> Policies { get; init; } = [];

    /// <summary>The run's states that policies saw; empty without policies.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Why policies fail the run, to follow "the run was"; null if they do not.</summary>
    public string? Refusal { get; init; }

    /// <summary>What a run that has not ended waits for, as a sentence; null if it has ended.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Why the run is not finished, in one line; null if it is.</summary>
    public string? Cause { get; init; }

    /// <summary>The text of files that were asked for.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyList<WrittenFile> Written { get; init; }
    public required IReadOnlyList<ApiCall> ApiCalls { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Masks the run's secrets in output.</summary>
    public required Func<string, string> Mask { get; init; }
}
