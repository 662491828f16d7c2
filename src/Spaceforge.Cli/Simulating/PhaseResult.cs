namespace Spaceforge.Cli.Simulating;

/// <summary>A phase of the run and its result.</summary>
sealed record PhaseResult(string Name, IReadOnlyList<Step> Steps)
{
    /// <summary>Why it was skipped, or null.</summary>
    public string? Skipped { get; init; }

    public StepState State { get; set; }

    public TimeSpan Start { get; set; }

    public TimeSpan Duration { get; set; }

    /// <summary>The names of variables that it set or changed for later phases, sorted.</summary>
    public IReadOnlyList<string> Exported { get; set; } = [];

    /// <summary>Why it failed, as a sentence, or null.</summary>
    public string? Reason { get; set; }

    /// <summary>Why it failed, if no step failed by itself; null otherwise.</summary>
    public string? Cause { get; set; }

    /// <summary>The step that failed by itself, or null.</summary>
    public Step? FailedStep { get; set; }

    public bool HasCause => Cause is not null || FailedStep is not null;
}
