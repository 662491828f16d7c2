using System.Diagnostics;
using System.Text;

namespace Spaceforge.Cli.Processes;

/// <summary>Runs a process to completion and captures its output.</summary>
static class CapturedProcess
{
    const int Interrupted = 2;
    const int Terminated = 15;

    /// <summary>For the tool's own processes, which clean up after SIGTERM.</summary>
    public static readonly Ending CleaningUp = new((Terminated, TimeSpan.FromSeconds(10)));

    /// <summary>
    /// For .NET and its SDK, which otherwise leave files in the folder for temporary files: a build ends after SIGINT, and
    /// <c>dotnet run</c> passes only SIGTERM on.
    /// </summary>
    public static readonly Ending OfSdk = new((Interrupted, TimeSpan.FromSeconds(1)), (Terminated, TimeSpan.FromSeconds(1)));

    /// <summary>Captures standard output; standard error is inherited unless it is captured too.</summary>
    /// <param name="ending">How it may clean up when it is cancelled, before it is killed with its children.</param>
    /// <param name="streams">What it reads, and how much of what it writes is kept; null: it reads what the tool does, and all is
    /// kept.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string file, IEnumerable<string> arguments, bool withError, string? folder, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? variables = null, Ending? ending = null, CapturedStreams? streams = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = streams is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = withError,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? "",
        };
        if (withError) start.StandardErrorEncoding = Encoding.UTF8;

        // Otherwise 'dotnet' switches the terminal's keypad to application mode, even if its streams are redirected.
        start.Environment["TERM"] = "dumb";
        foreach (var (name, value) in variables ?? new Dictionary<string, string?>()) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var most = streams?.MostCharacters ?? int.MaxValue;
        var output = CapturedStreams.ReadAsync(process.StandardOutput, most, cancellationToken);
        var error = withError ? CapturedStreams.ReadAsync(process.StandardError, most, cancellationToken) : Task.FromResult("");
        if (streams is not null) await streams.WriteAsync(process.StandardInput);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process, ending);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }

    static async Task EndAsync(Process process, Ending? ending)
    {
        // Those that it has started now may stay when it has ended.
        using var tree = new ProcessTree(process.Id, adopts: false);
        if (ending is not null && !OperatingSystem.IsWindows())
        {
            _ = tree.Members();
            foreach (var (signal, time) in ending.Steps)
            {
                if (process.HasExited) break;
                Signals.Pass(process.Id, signal);
                await WaitAsync(process, time);
            }

            // It may only wait for one that no signal ends.
            if (!process.HasExited)
            {
                foreach (var id in tree.Members().Where(id => id != process.Id)) Signals.Kill(id);
                await WaitAsync(process, TimeSpan.FromSeconds(1));
            }
        }

        process.Kill(entireProcessTree: true);
        tree.End();
    }

    static async Task WaitAsync(Process process, TimeSpan time)
    {
        using var limit = new CancellationTokenSource(time);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It gets the next signal, or is killed.
        }
    }

    /// <summary>How a process is asked to end.</summary>
    /// <param name="Steps">Signals, and how long each may take.</param>
    public sealed record Ending(params (int Signal, TimeSpan Time)[] Steps)
    {
        public TimeSpan Longest => TimeSpan.FromTicks(Steps.Sum(step => step.Time.Ticks));
    }
}
