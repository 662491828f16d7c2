using System.Diagnostics;
using System.Globalization;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Cli.Simulating;

/// <summary>Ends a session that goes on for too long, is silent for too long, or writes too much.</summary>
sealed class Watch(SimulationOptions options, Stopwatch clock, Workspace workspace)
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for a session's end.</summary>
    /// <returns>Why it must be ended before, as a sentence, or null.</returns>
    public async Task<string?> OverAsync(Container container, Task session, CancellationToken cancellationToken)
    {
        var nextLook = clock.Elapsed;
        while (true)
        {
            if (await Task.WhenAny(session, Task.Delay(Interval, cancellationToken)) == session) return DiskVerdict();

            cancellationToken.ThrowIfCancellationRequested();
            var silence = Stopwatch.GetElapsedTime(container.LastOutput);
            if (silence > options.SilenceLimit) return $"it printed nothing for {Text(options.SilenceLimit)}, and Spacelift ends such a run";
            if (clock.Elapsed > options.TimeLimit) return $"the run takes longer than {Text(options.TimeLimit)}, and Spacelift ends such a run";
            if (clock.Elapsed < nextLook) continue;

            var start = clock.Elapsed;
            if (DiskVerdict() is { } full) return full;
            // Looking through a large workspace takes time that the run wants.
            nextLook = clock.Elapsed + (20 * (clock.Elapsed - start));
        }
    }

    string? DiskVerdict() => workspace.Growth() is var growth && growth > options.DiskLimit
        ? string.Create(CultureInfo.InvariantCulture, $"it filled the disk: {growth} bytes were written into the workspace, and the limit is {options.DiskLimit}")
        : null;

    static string Text(TimeSpan time) => time.TotalMinutes >= 1 ? Show(time.TotalMinutes, "minute") : Show(time.TotalSeconds, "second");

    static string Show(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {unit}{(number is 1 ? "" : "s")}");
}
