using System.Diagnostics;
using System.Globalization;

namespace Spaceforge.Cli.Building;

/// <summary>The time that each step of a command took.</summary>
sealed class BuildTimings
{
    readonly long _start = Stopwatch.GetTimestamp();
    readonly Lock _lock = new();
    readonly OrderedDictionary<string, (int Count, TimeSpan Time)> _steps = [];

    public T Measure<T>(string step, Func<T> action)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return action();
        }
        finally
        {
            Add(step, Stopwatch.GetElapsedTime(start));
        }
    }

    public async Task<T> MeasureAsync<T>(string step, Func<Task<T>> action)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await action();
        }
        finally
        {
            Add(step, Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>
    /// Prints one line per step, in the order in which they first finished. Parallel steps of several plugins are added up.
    /// </summary>
    public void Print(TextWriter output)
    {
        foreach (var (step, (count, time)) in _steps) output.WriteLine(Line(count == 1 ? step : $"{step} ({count} times)", time));
        output.WriteLine(Line("all", Stopwatch.GetElapsedTime(_start)));
    }

    static string Line(string step, TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds,10:0.0} ms  {step}");

    void Add(string step, TimeSpan time)
    {
        lock (_lock)
        {
            var (count, sum) = _steps.GetValueOrDefault(step);
            _steps[step] = (count + 1, sum + time);
        }
    }
}
