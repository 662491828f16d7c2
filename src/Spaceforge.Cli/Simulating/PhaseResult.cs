namespace Spaceforge.Cli.Simulating;

/// <summary>A phase of the run, and what came of it.</summary>
sealed record PhaseResult(string Name, IReadOnlyList<Step> Steps)
{
    /// <summary>Why it was not run, or null.</summary>
    public string? Skipped { get; init; }

    public StepState State { get; set; }

    public TimeSpan Start { get; set; }

    public TimeSpan Duration { get; set; }

    /// <summary>Why it failed, as a sentence; null where it did not.</summary>
    public string? Reason { get; set; }
}
