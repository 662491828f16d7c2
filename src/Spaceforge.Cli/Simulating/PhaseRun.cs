using System.Diagnostics;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Cli.Simulating;

/// <summary>A running phase: assigns log lines and times to its steps.</summary>
sealed class PhaseRun(IReadOnlyList<Step> steps, Stopwatch clock, LogMasks masks, ISimulationView view) : IContainerObserver
{
    // Further output of a step is not shown while it runs.
    const int MostShown = 1_000_000;

    const int MostPreamble = 100;
    const int MostLeftBehind = 100;

    readonly HashSet<string> _leftBehind = new(StringComparer.Ordinal);
    int _current = -1;
    TimeSpan _lastOutput;
    long _shown;

    public Step? Current => _current < 0 ? null : steps[_current];

    public IEnumerable<string> Left => _leftBehind.Order(StringComparer.Ordinal);

    /// <summary>Output before the first step, when the shell cannot parse the session.</summary>
    public List<string> Preamble { get; } = [];

    public bool Started(int step)
    {
        if (step != _current + 1) return false;

        End(StepState.Passed, exitCode: 0);
        _current = step;
        Current!.State = StepState.Running;
        Current.Start = _lastOutput = clock.Elapsed;
        _shown = 0;
        view.StepStarts(Current);
        return true;
    }

    public void Printed(string line, bool isUnicode)
    {
        var shown = masks.Line(line);
        if (Current is not { } step)
        {
            if (Preamble.Count < MostPreamble) Preamble.Add(shown);
            return;
        }

        Quiet(step);
        step.Log.HasInvalidText |= !isUnicode;
        step.Log.Add(shown);
        if (_shown > MostShown) return;

        _shown += shown.Length;
        view.Prints(_shown > MostShown ? "[more output not shown]" : shown);
    }

    public int PlaceToCut(string text, int rest) => masks.PlaceToCut(text, rest);

    public void LeftBehind(string process)
    {
        if (_leftBehind.Count < MostLeftBehind) _leftBehind.Add(process);
    }

    /// <summary>Ends the running step, if any.</summary>
    public void End(StepState state, int? exitCode)
    {
        if (Current is not { State: StepState.Running } step) return;

        Quiet(step);
        (step.State, step.ExitCode, step.Duration) = (state, exitCode, clock.Elapsed - step.Start);
        view.StepEnds(step);
    }

    void Quiet(Step step)
    {
        var silence = clock.Elapsed - _lastOutput;
        if (silence > step.Silence) step.Silence = silence;
        _lastOutput = clock.Elapsed;
    }
}
