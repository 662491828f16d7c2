using System.Globalization;

namespace Spaceforge.Cli.Watching;

/// <summary>What was done after a save.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Time">When it began.</param>
/// <param name="Cause">What was saved, in words.</param>
sealed record Round(int Number, DateTimeOffset Time, string Cause)
{
    public IReadOnlyList<RoundStep> Steps { get; init; } = [];

    public TimeSpan Duration { get; init; }

    public bool IsDone { get; init; }

    public bool HasFailed => Steps.Any(step => step.Outcome == StepOutcome.Failed);

    public bool IsStopped => Steps.Any(step => step.Outcome == StepOutcome.Stopped);

    /// <summary>What came of it, in one word for programs.</summary>
    public string Outcome => !IsDone ? "running" : IsStopped ? "stopped" : HasFailed ? "failed" : "passed";

    /// <summary>What came of it, in one line.</summary>
    public string Summary => !IsDone ? "running"
        : IsStopped ? "stopped by another save"
        : HasFailed ? $"failed: {FailedSteps} ({Seconds})"
        : $"passed ({Seconds})";

    string Seconds => string.Create(CultureInfo.InvariantCulture, $"{Duration.TotalSeconds:0.00} s");

    string FailedSteps => string.Join(", ", Steps.Where(step => step.Outcome == StepOutcome.Failed).Select(step => step.Name));
}
