using System.Diagnostics;

namespace Spaceforge.Cli.Simulating;

/// <summary>Determines a phase's result from how its session ended.</summary>
static class PhaseVerdict
{
    /// <param name="phase">The phase.</param>
    /// <param name="run">Its recorded run.</param>
    /// <param name="exitCode">The session's exit code; null if the container ended.</param>
    /// <param name="over">Why it was killed, or null.</param>
    /// <param name="unreadable">The shell's error for a step that it cannot parse, or null.</param>
    public static void Give(
        PhaseResult phase, PhaseRun run, int? exitCode, string? over, string? unreadable, RunWarnings warnings, Stopwatch clock)
    {
        phase.Duration = clock.Elapsed - phase.Start;
        var last = run.Current;
        if (over is not null || exitCode is null)
        {
            run.End(StepState.Killed, exitCode: null);
            if (last is not null) last.State = StepState.Killed;
            phase.State = StepState.Killed;
            phase.Cause = $"{Name(last, phase)} was killed: {over ?? "its container ended"}.";
            phase.Reason = $"{phase.Cause} after_run does not run in this case.";
            return;
        }

        run.End(exitCode == 0 ? StepState.Passed : StepState.Failed, exitCode);
        phase.State = exitCode == 0 ? StepState.Passed : StepState.Failed;
        if (last is null)
        {
            phase.Reason = unreadable is not null
                ? $"The shell cannot read the commands of the phase: {unreadable}"
                : $"{phase.Name} did not start: {string.Join(' ', run.Preamble)}";
            phase.Cause = phase.Reason;
            phase.State = StepState.Failed;
        }
        else if (exitCode != 0)
        {
            phase.Reason = $"{Name(last, phase)} failed with exit code {exitCode}.";
            phase.FailedStep = last;
        }
        else if (last != phase.Steps[^1])
        {
            warnings.Add($"{Name(last, phase)} ended the shell with 'exit 0': the {phase.Steps.Count(step => step.State == StepState.NotRun)} steps after it did not run, but {phase.Name} still counts as successful.");
        }
    }

    public static string Name(Step? step, PhaseResult phase) => step is null ? phase.Name : Name(step);

    public static string Name(Step step) => step.IsHook ? $"{step.Name} of {step.Plugin} ({step.Context})" : step.Name;
}
