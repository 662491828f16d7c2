using System.Diagnostics;
using System.Text;

namespace Spaceforge.Cli.Processes;

/// <summary>A process that runs to its end while its output is collected.</summary>
static class CapturedProcess
{
    /// <summary>Collects standard output; standard error goes where the tool's own goes, unless it is collected too.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string file, IEnumerable<string> arguments, bool withError, string? folder, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? variables = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = withError,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? "",
        };
        if (withError) start.StandardErrorEncoding = Encoding.UTF8;

        // Else 'dotnet' puts the keys of the terminal into application mode, which it looks for behind its standard streams.
        start.Environment["TERM"] = "dumb";
        foreach (var (name, value) in variables ?? new Dictionary<string, string?>()) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = withError ? process.StandardError.ReadToEndAsync(cancellationToken) : Task.FromResult("");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }
}
