using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Spaceforge.Services;

/// <summary>Runs commands without a shell, their output line by line in the log.</summary>
sealed class CommandRunner(PluginLogger logger, CancellationToken cancellationToken)
{
    public async Task<CliResult> RunAsync(CliOptions options, string command, IReadOnlyList<string> arguments)
    {
        logger.Write(LogLevel.Debug, $"Running: {string.Join(' ', [command, .. arguments])}");

        using var process = Start(command, arguments);
        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput, options.PrintOutput);
        var error = ReadAsync(process.StandardError, options.PrintOutput);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var result = new CliResult(process.ExitCode, await output, await error);
        if (!options.ExpectedExitCodes.Contains(result.ExitCode))
        {
            logger.Write(LogLevel.Error, $"'{command}' exited with {result.ExitCode}.");
        }

        return result;
    }

    static Process Start(string command, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PluginFailedException(
                $"Cannot run '{command}': {e.NativeErrorCode switch
                {
                    2 => "there is no such program. Is it on the PATH, or declared in Binaries?",
                    13 => "the file is not executable.",
                    _ => e.Message,
                }}",
                e);
        }
    }

    async Task<IReadOnlyList<string>> ReadAsync(StreamReader reader, bool print)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);
            if (print) logger.Write(LogLevel.Information, line);
        }

        return lines;
    }
}
