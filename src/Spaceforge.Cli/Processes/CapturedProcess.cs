using System.Diagnostics;
using System.Text;

namespace Spaceforge.Cli.Processes;

/// <summary>Runs a process to completion and captures its output.</summary>
static class CapturedProcess
{
    const int Terminated = 15;

    /// <summary>How long one of the tool's own processes may clean up after SIGTERM.</summary>
    public static readonly TimeSpan CleaningUp = TimeSpan.FromSeconds(10);

    /// <summary>Captures standard output; standard error is inherited unless it is captured too.</summary>
    /// <param name="patience">How long it may clean up after SIGTERM when it is cancelled, before it is killed with its children.</param>
    /// <param name="streams">What it reads, and how much of what it writes is kept; null: it reads what the tool does, and all is
    /// kept.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string file, IEnumerable<string> arguments, bool withError, string? folder, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? variables = null, TimeSpan? patience = null, CapturedStreams? streams = null)
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
            if (patience is { } time && !OperatingSystem.IsWindows()) await TerminateAsync(process, time);
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }

    static async Task TerminateAsync(Process process, TimeSpan patience)
    {
        Signals.Pass(process.Id, Terminated);
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It is killed.
        }
    }
}
