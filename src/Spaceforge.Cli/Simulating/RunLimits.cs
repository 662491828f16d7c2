using System.Diagnostics;
using System.Globalization;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Cli.Simulating;

/// <summary>Ends a run that takes too long, is silent for too long, or uses too many resources.</summary>
sealed class RunLimits(SimulationOptions options, Stopwatch clock, Workspace workspace)
{
    // What the machine needs to keep working.
    const long LeastFreeDisk = 100_000_000;

    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // On a busy machine, seconds may pass until a session starts.
    static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    // The report of a session's end may be late.
    const int MostIdleLooks = 10;

    bool? _hasRoom;

    /// <summary>Waits for a session's end.</summary>
    /// <returns>Why it must be killed, as a sentence, or null.</returns>
    public async Task<string?> WaitForEndAsync(Container container, Task session, CancellationToken cancellationToken)
    {
        var (start, asked) = (clock.Elapsed, Stopwatch.GetTimestamp());
        var (nextLook, idle) = (clock.Elapsed, 0);
        while (true)
        {
            if (await Task.WhenAny(session, Task.Delay(Interval, cancellationToken)) == session)
            {
                return container.Fault ?? container.OutOfMemory ?? Disk();
            }

            cancellationToken.ThrowIfCancellationRequested();
            if ((container.Fault ?? container.OutOfMemory) is { } fault) return fault;
            var silence = Stopwatch.GetElapsedTime(container.LastOutput);
            if (silence > options.SilenceLimit)
            {
                return $"it printed nothing for {Text(options.SilenceLimit)}; Spacelift ends such a run";
            }
            if (clock.Elapsed > options.TimeLimit) return TooLong;
            if (clock.Elapsed < nextLook) continue;

            var look = clock.Elapsed;
            var grace = container.LastOutput > asked ? Grace : LongestStart;
            if (Processes(container, ref idle, clock.Elapsed - start > grace) is { } many) return many;
            if ((Disk() ?? Room()) is { } full) return full;
            // Scanning a large workspace slows the run down.
            nextLook = clock.Elapsed + (20 * (clock.Elapsed - look));
        }
    }

    /// <summary>Does work of the tool within the run's remaining time.</summary>
    /// <returns>Why the run ended first, as a sentence, or null.</returns>
    public async Task<string?> WithinAsync(Action work, CancellationToken cancellationToken)
    {
        var left = options.TimeLimit - clock.Elapsed;
        if (left <= TimeSpan.Zero) return TooLong;
        var task = Task.Run(work, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(task, Task.Delay(left < options.SilenceLimit ? left : options.SilenceLimit, over.Token)) != task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return left <= options.SilenceLimit ? TooLong : $"reading its results took longer than {Text(options.SilenceLimit)}";
        }

        await over.CancelAsync();
        await task;
        return null;
    }

    string TooLong => $"the run took longer than {Text(options.TimeLimit)}; Spacelift ends such a run";

    string? Processes(Container container, ref int idle, bool hasBegun)
    {
        if (container.Look() is not var (count, memory)) return null;
        if (count > options.ProcessLimit)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"it started too many processes: {count}; the limit is {options.ProcessLimit}");
        }
        if (memory > options.MemoryLimit)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"it used too much memory: {memory} bytes; the limit is {options.MemoryLimit}");
        }

        // A hook that kills every process also kills the shell that reports the end.
        idle = count <= container.OwnProcesses && !container.IsEnding ? idle + 1 : 0;
        return hasBegun && idle > MostIdleLooks ? "its shell was killed" : null;
    }

    string? Disk()
    {
        try
        {
            if (workspace.Growth() is var growth && growth > options.DiskLimit)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"it filled the disk: {growth} bytes were written to the workspace; the limit is {options.DiskLimit}");
            }
        }
        catch (IOException e)
        {
            return $"its writes cannot be monitored: {e.Message.TrimEnd('.')}";
        }

        return null;
    }

    // Skipped for very short runs, since the query is not free.
    string? Room()
    {
        var free = workspace.FreeDisk();
        _hasRoom ??= free is not (>= 0 and < 2 * LeastFreeDisk);
        return _hasRoom.Value && free is >= 0 and < LeastFreeDisk ? "it filled the disk: almost no space is left" : null;
    }

    static string Text(TimeSpan time) => time.TotalMinutes >= 1 ? Show(time.TotalMinutes, "minute") : Show(time.TotalSeconds, "second");

    static string Show(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {unit}{(number is 1 ? "" : "s")}");
}
