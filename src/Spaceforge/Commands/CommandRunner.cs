using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge.Logging;

namespace Spaceforge.Commands;

/// <summary>Runs commands without a shell, their output line by line in the log.</summary>
sealed class CommandRunner(PluginLogger log, EnvironmentVariables env, string workingDirectory, CancellationToken cancellationToken)
{
    // Spacelift ends a job that has printed nothing for seven minutes.
    static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    /// <summary>The clock by which a command that prints nothing is announced.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Answers a command in place of a real one; null lets it run. For tests of plugins.</summary>
    public Func<CliOptions, string, IReadOnlyList<string>, CliResult?>? Script { get; init; }

    public async Task<CliResult> RunAsync(CliOptions options, string command, IReadOnlyList<string> arguments)
    {
        log.Write(LogLevel.Debug, $"Running: {string.Join(' ', [command, .. arguments])}");
        var result = Script?.Invoke(options, command, arguments) is { } scripted
            ? Shown(options, scripted)
            : await RunProcessAsync(options, command, arguments);
        if (!options.ExpectedExitCodes.Contains(result.ExitCode)) log.Write(LogLevel.Error, $"'{command}' exited with {result.ExitCode}.");
        return result;
    }

    CliResult Shown(CliOptions options, CliResult result)
    {
        if (options.PrintOutput)
        {
            foreach (var line in result.Output.Concat(result.Error)) log.Write(LogLevel.Information, line);
        }

        return options.CaptureOutput ? result : result with { Output = [], Error = [] };
    }

    async Task<CliResult> RunProcessAsync(CliOptions options, string command, IReadOnlyList<string> arguments)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var process = Start(options, command, arguments);
        if (options.TimeLimit is { } limit) stop.CancelAfter(limit);
        using var sign = options.PrintOutput ? null
            : Clock.CreateTimer(_ => log.Write(LogLevel.Information, $"'{command}' is still running."), null, LongestSilence, LongestSilence);

        var input = WriteInputAsync(process, options.StandardInput);
        var output = new LineReader(process.StandardOutput.BaseStream, options.PrintOutput ? log : null, options.CaptureOutput).ReadAsync(stop.Token);
        var error = new LineReader(process.StandardError.BaseStream, options.PrintOutput ? log : null, options.CaptureOutput).ReadAsync(stop.Token);
        try
        {
            await Task.WhenAll(process.WaitForExitAsync(stop.Token), output, error, input).WaitAsync(stop.Token);
            return new CliResult { ExitCode = process.ExitCode, Output = await output, Error = await error };
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new PluginFailedException($"'{command}' did not end within {options.TimeLimit} and was stopped.");
        }
    }

    Process Start(CliOptions options, string command, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            WorkingDirectory = options.WorkingDirectory ?? workingDirectory,
        };
        SetVariables(start, options);
        if (!Directory.Exists(start.WorkingDirectory)) throw new PluginFailedException($"Cannot run '{command}': there is no folder '{start.WorkingDirectory}'.");

        var (isName, path) = (Path.GetFileName(command) == command, env.Get("PATH", ""));
        try
        {
            // A process is looked for on the PATH of its parent, which these variables do not stand for.
            if (env.Own is not null && isName) start.FileName = OnPath(command, path) ?? throw new Win32Exception(2);
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PluginFailedException(
                $"Cannot run '{command}': {e.NativeErrorCode switch
                {
                    2 when (isName ? OnPath(command, path) : command) is { } file && File.Exists(file) =>
                        $"{file} is there, but not what starts it. A program that was built for glibc does not start on Alpine, nor a script without its interpreter.",
                    2 => "there is no such program. Is it on the PATH, or declared in Binaries?",
                    13 => "the file is not executable.",
                    _ => e.Message,
                }}",
                e);
        }
    }

    static string? OnPath(string command, string path) =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);

    void SetVariables(ProcessStartInfo start, CliOptions options)
    {
        if (env.Own is { } own)
        {
            start.Environment.Clear();
            foreach (var (name, value) in own) start.Environment[name] = value;
        }

        foreach (var (name, value) in options.Environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }
    }

    static async Task WriteInputAsync(Process process, string input)
    {
        try
        {
            await using var writer = process.StandardInput;
            if (input.Length > 0) await writer.WriteAsync(input);
        }
        catch (IOException)
        {
            // The command has ended, or does not read: its exit code tells what came of it.
        }
    }
}
