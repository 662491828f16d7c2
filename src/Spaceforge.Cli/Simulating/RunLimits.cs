using System.Diagnostics;
using System.Globalization;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Cli.Simulating;

/// <summary>Ends a run that goes on for too long, is silent for too long, or takes too much of the machine.</summary>
sealed class RunLimits(SimulationOptions options, Stopwatch clock, Workspace workspace)
{
    // What a machine needs to go on.
    const long LeastFreeDisk = 100_000_000;

    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    bool? _hasRoom;

    /// <summary>Waits for a session's end.</summary>
    /// <returns>Why it must be ended before, as a sentence, or null.</returns>
    public async Task<string?> WaitForEndAsync(Container container, Task session, CancellationToken cancellationToken)
    {
        var start = clock.Elapsed;
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
                return $"it printed nothing for {Text(options.SilenceLimit)}, and Spacelift ends such a run";
            }
            if (clock.Elapsed > options.TimeLimit) return TooLong;
            if (clock.Elapsed < nextLook) continue;

            var look = clock.Elapsed;
            if (Processes(container, ref idle, clock.Elapsed - start > Grace) is { } many) return many;
            if ((Disk() ?? Room()) is { } full) return full;
            // Looking through a large workspace takes time that the run wants.
            nextLook = clock.Elapsed + (20 * (clock.Elapsed - look));
        }
    }

    /// <summary>Does work of the tool's own, which has no more time than the rest of the run.</summary>
    /// <returns>Why the run is over before it is done, as a sentence, or null.</returns>
    public async Task<string?> WithinAsync(Action work, CancellationToken cancellationToken)
    {
        var left = options.TimeLimit - clock.Elapsed;
        if (left <= TimeSpan.Zero) return TooLong;
        var task = Task.Run(work, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(task, Task.Delay(left < options.SilenceLimit ? left : options.SilenceLimit, over.Token)) != task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return left <= options.SilenceLimit ? TooLong : $"reading what it left took longer than {Text(options.SilenceLimit)}";
        }

        await over.CancelAsync();
        await task;
        return null;
    }

    string TooLong => $"the run takes longer than {Text(options.TimeLimit)}, and Spacelift ends such a run";

    string? Processes(Container container, ref int idle, bool hasBegun)
    {
        if (container.Look() is not var (count, memory)) return null;
        if (count > options.ProcessLimit)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"it started too many processes: {count}, and the limit is {options.ProcessLimit}");
        }
        if (memory > options.MemoryLimit)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"it took too much memory: {memory} bytes, and the limit is {options.MemoryLimit}");
        }

        // A hook that kills all that it can kill takes with it who would tell the end.
        idle = count <= container.OwnProcesses ? idle + 1 : 0;
        return hasBegun && idle > 2 ? "its shell is gone without an end" : null;
    }

    string? Disk()
    {
        try
        {
            if (workspace.Growth() is var growth && growth > options.DiskLimit)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"it filled the disk: {growth} bytes were written into the workspace, and the limit is {options.DiskLimit}");
            }
        }
        catch (IOException e)
        {
            return $"what it writes cannot be watched: {e.Message.TrimEnd('.')}";
        }

        return null;
    }

    // Not for what is over at once: asking the system is not free.
    string? Room()
    {
        var free = workspace.FreeDisk();
        _hasRoom ??= free is not (>= 0 and < 2 * LeastFreeDisk);
        return _hasRoom.Value && free is >= 0 and < LeastFreeDisk ? "it filled the disk: nearly nothing is left on it" : null;
    }

    static string Text(TimeSpan time) => time.TotalMinutes >= 1 ? Show(time.TotalMinutes, "minute") : Show(time.TotalSeconds, "second");

    static string Show(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {unit}{(number is 1 ? "" : "s")}");
}
