namespace Spaceforge.Cli.Watching;

/// <summary>The last rounds, newest first, and who wants to know of each change.</summary>
sealed class RoundLog(TimeProvider time)
{
    const int Most = 20;

    readonly Lock _lock = new();
    readonly List<Round> _rounds = [];
    TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long _start;

    /// <summary>Gets each change: the round as it is now, and the step that has begun or ended, if it is one.</summary>
    public event Action<Round, RoundStep?>? Changed;

    /// <summary>The report of the last simulation, and the number of its round; null and 0 before the first.</summary>
    public (string? Text, int Number) Report { get; private set; }

    /// <summary>What keeps the watch from seeing every save at once, or null.</summary>
    public string? Warning { get; set; }

    /// <summary>Grows with each change.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<Round> Rounds
    {
        get
        {
            lock (_lock) return [.. _rounds];
        }
    }

    /// <summary>Waits until the version is greater.</summary>
    public async Task WaitAsync(int version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (Version > version) return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public void Begin(string cause)
    {
        _start = time.GetTimestamp();
        lock (_lock)
        {
            _rounds.Insert(0, new Round((_rounds.FirstOrDefault()?.Number ?? 0) + 1, time.GetLocalNow(), cause));
            if (_rounds.Count > Most) _rounds.RemoveAt(Most);
        }

        Tell(null);
    }

    /// <summary>Does a step of the current round.</summary>
    /// <param name="work">Returns what came of it.</param>
    public async Task<RoundStep> DoAsync(string name, Func<Task<RoundStep>> work)
    {
        var start = time.GetTimestamp();
        var step = new RoundStep(name, StepOutcome.Running);
        Put(step);
        try
        {
            step = await work();
        }
        catch (OperationCanceledException)
        {
            Put(step with { Outcome = StepOutcome.Stopped, Duration = time.GetElapsedTime(start) });
            throw;
        }

        step = step with { Name = name, Duration = time.GetElapsedTime(start) };
        Put(step);
        return step;
    }

    /// <summary>Replaces the report by that of the current round.</summary>
    public void Put(string report)
    {
        lock (_lock) Report = (report, _rounds[0].Number);
    }

    public void Skip(string name, string reason) => Put(new RoundStep(name, StepOutcome.Skipped) { Note = reason });

    public void End()
    {
        lock (_lock) _rounds[0] = _rounds[0] with { IsDone = true, Duration = time.GetElapsedTime(_start) };
        Tell(null);
    }

    void Put(RoundStep step)
    {
        lock (_lock)
        {
            _rounds[0] = _rounds[0] with { Steps = [.. _rounds[0].Steps.Where(done => done.Outcome != StepOutcome.Running), step] };
        }

        Tell(step);
    }

    void Tell(RoundStep? step)
    {
        Round round;
        TaskCompletionSource changed;
        lock (_lock)
        {
            Version++;
            round = _rounds[0];
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        Changed?.Invoke(round, step);
        changed.SetResult();
    }
}
