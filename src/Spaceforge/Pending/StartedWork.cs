using System.Runtime.InteropServices;
using Spaceforge.Logging;

namespace Spaceforge.Pending;

/// <summary>
/// What a hook has started through its services. A hook that returns before its end, or that never looks at its failure, must not pass: a
/// check that nobody awaits stops no run.
/// </summary>
sealed class StartedWork : IDisposable
{
    // More failures than a hook can sensibly handle one by one; the newest are kept.
    const int MostFailures = 1_000;
    const int MostNamed = 5;
    const int LongestDetail = 60;

    // A task's exception is found when the collector has removed the task, which may take two rounds.
    const int Rounds = 2;

    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    readonly Lock _lock = new();
    readonly List<Work> _running = [];
    readonly Queue<(Exception Error, Work Work)> _failed = [];
    readonly List<(Exception Error, Work? Work)> _dropped = [];
    readonly bool _ownsProcess;
    TaskCompletionSource? _idle;
    volatile bool _hasThrown;

    /// <param name="ownsProcess">Whether all tasks of the process are the hook's.</param>
    public StartedWork(bool ownsProcess)
    {
        _ownsProcess = ownsProcess;
        TaskScheduler.UnobservedTaskException += Take;
        if (ownsProcess) AppDomain.CurrentDomain.FirstChanceException += Note;
    }

    /// <summary>Follows a task until its end.</summary>
    /// <param name="method">The author's call, for messages.</param>
    /// <param name="detail">Its argument.</param>
    /// <param name="task">The task.</param>
    /// <returns>The task to give to the author.</returns>
    public Task<T> FollowAsync<T>(string method, string detail, Task<T> task) =>
        task.IsCompletedSuccessfully ? task : FollowAsync(new Work(method, detail), task);

    /// <summary>Runs what may be called on another thread, and must have ended before the hook has.</summary>
    public void Follow(string method, string detail, Action action)
    {
        var work = Begin(new Work(method, detail));
        try
        {
            action();
        }
        catch (Exception e)
        {
            Fail(e, work);
            throw;
        }
        finally
        {
            End(work);
        }
    }

    /// <summary>What is wrong with a hook that has returned; null if everything that it started has ended, and was looked at.</summary>
    public async Task<string?> ProblemAsync()
    {
        if (Running() is { Length: > 0 } running)
        {
            return $"it returned while {Names(running)} {(running.Length == 1 ? "was" : "were")} still running. "
                + "Await everything that a hook starts: what nobody awaits cannot fail the run.";
        }

        if (_hasThrown || HasFailures()) await CollectAsync();
        lock (_lock)
        {
            var (error, work) = _dropped.Find(each => each.Work is not null || !IsOfConnections(each.Error));
            return error is null ? null
                : $"{(work is null ? "a task" : work.ToString())} failed, and nothing awaited it: {ExceptionText.Of(error)}";
        }
    }

    /// <summary>Stops what is still running after a hook that has failed, such as its commands.</summary>
    public async Task StopAsync(CancellationTokenSource stop)
    {
        if (Running().Length == 0) return;

        await stop.CancelAsync();
        await Task.WhenAny(IdleAsync(), Task.Delay(Grace, CancellationToken.None));
    }

    public void Dispose()
    {
        TaskScheduler.UnobservedTaskException -= Take;
        AppDomain.CurrentDomain.FirstChanceException -= Note;
    }

    async Task<T> FollowAsync<T>(Work work, Task<T> task)
    {
        Begin(work);
        try
        {
            return await task;
        }
        catch (Exception e)
        {
            Fail(e, work);
            throw;
        }
        finally
        {
            End(work);
        }
    }

    // On a thread of its own, which refers to none of the hook's tasks.
    static Task CollectAsync()
    {
        var collected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            WaitForPool();
            for (var round = 0; round < Rounds; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            collected.SetResult();
        })
        { IsBackground = true }.Start();
        return collected.Task;
    }

    // A thread that has run a task refers to it until it has left the task's last continuation, which may be the end of the hook itself.
    static void WaitForPool() => SpinWait.SpinUntil(
        () =>
        {
            ThreadPool.GetMaxThreads(out var all, out _);
            ThreadPool.GetAvailableThreads(out var idle, out _);
            return idle == all && ThreadPool.PendingWorkItemCount == 0;
        },
        LongestHold);

    /// <summary>The runtime's own connections end like this behind a request that has succeeded.</summary>
    static bool IsOfConnections(Exception e) => e is IOException or HttpRequestException or ExternalException or ObjectDisposedException;

    static string Names(Work[] works)
    {
        var names = works.Select(work => work.ToString()).Distinct().ToArray();
        return names.Length <= MostNamed
            ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNamed))} and {names.Length - MostNamed} more";
    }

    Work Begin(Work work)
    {
        lock (_lock) _running.Add(work);
        return work;
    }

    void Fail(Exception e, Work work)
    {
        lock (_lock)
        {
            if (_failed.Count == MostFailures) _failed.Dequeue();
            _failed.Enqueue((e, work));
        }
    }

    void End(Work work)
    {
        lock (_lock)
        {
            _running.Remove(work);
            if (_running.Count == 0) _idle?.TrySetResult();
        }
    }

    Work[] Running()
    {
        lock (_lock) return [.. _running];
    }

    bool HasFailures()
    {
        lock (_lock) return _failed.Count > 0;
    }

    Task IdleAsync()
    {
        lock (_lock)
        {
            if (_running.Count == 0) return Task.CompletedTask;
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    void Note(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e) => _hasThrown = true;

    // Other hooks may run in the same process, in tests.
    void Take(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        foreach (var error in e.Exception.Flatten().InnerExceptions)
        {
            var work = WorkOf(error);
            if (work is null && !_ownsProcess) continue;
            lock (_lock) _dropped.Add((error, work));
        }
    }

    Work? WorkOf(Exception error)
    {
        lock (_lock)
        {
            for (var e = error; e is not null; e = e.InnerException)
            {
                foreach (var failed in _failed)
                {
                    if (ReferenceEquals(failed.Error, e)) return failed.Work;
                }
            }
        }

        return null;
    }

    sealed class Work(string method, string detail)
    {
        public override string ToString()
        {
            var line = detail.AsSpan().Trim();
            var end = Math.Min(line.IndexOfAny('\r', '\n') is >= 0 and var found ? found : line.Length, LongestDetail);
            return $"{method}({line[..end].TrimEnd()}{(end < line.Length ? "..." : "")})";
        }
    }
}
