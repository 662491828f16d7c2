using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.Commands;

/// <summary>Runs commands without a shell, and logs their output line by line.</summary>
sealed class CommandRunner(
    PluginLogger log, EnvironmentVariables env, SecretMasker secrets, string workingDirectory, CancellationToken cancellationToken)
{
    // Spacelift ends a job that has printed nothing for seven minutes.
    static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    // Everything that a command wrote before it ended is in the pipe; only child processes that are still running can write more.
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    const int MostPauses = 10;

    /// <summary>The clock for messages about commands that print nothing.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Answers a command instead of running it; null runs it. Used by tests of plugins.</summary>
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

    /// <summary>Whether a program with this name can be run. A test that answers commands decides itself.</summary>
    public bool Exists(string program) => Script is not null || SearchPath.Has(program, env.Get("PATH", ""));

    /// <summary>Whether such a program is on the PATH and this machine has what it is started with.</summary>
    public bool CanStart(string program) => Script is not null
        || (Exists(program) && SearchPath.Find(program, env.Get("PATH", "")) is { } file && ProgramFile.HasInterpreter(file));

    /// <summary>The file that a program's name stands for; null if there is none, or a test answers for it.</summary>
    public string? Find(string program) => Script is null ? SearchPath.Find(program, env.Get("PATH", "")) : null;

    /// <summary>A test's answer for a command, or null to run it.</summary>
    public CliResult? Scripted(CliOptions options, string command, IReadOnlyList<string> arguments) =>
        Script?.Invoke(options, command, arguments);

    CliResult Shown(CliOptions options, CliResult result)
    {
        if (options.PrintOutput)
        {
            foreach (var line in result.Output.Concat(result.Error)) log.Write(LogLevel.Information, line);
        }

        return options.CaptureOutput ? result : result with { Output = [], Error = [] };
    }

    /// <summary>Runs a command in any case, also in a test that answers commands.</summary>
    public async Task<CliResult> RunProcessAsync(CliOptions options, string command, IReadOnlyList<string> arguments)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, options.CancellationToken);
        using var process = Start(options, command, arguments);
        if (options.TimeLimit is { } limit) stop.CancelAfter(limit);
        using var sign = options.PrintOutput ? null
            : Clock.CreateTimer(
                _ => log.Write(LogLevel.Information, $"'{command}' is still running."), null, LongestSilence, LongestSilence);

        var input = WriteInputAsync(process, options.StandardInput);
        var bytes = options.OutputTo is { } target ? new ByteReader(process.StandardOutput.BaseStream, target, options.MostOutput) : null;
        var output = new LineReader(process.StandardOutput.BaseStream, options.PrintOutput ? log : null, secrets, options.CaptureOutput);
        var error = new LineReader(process.StandardError.BaseStream, options.PrintOutput ? log : null, secrets, options.CaptureOutput);
        try
        {
            var piped = Task.WhenAll(bytes?.ReadAsync(stop.Token) ?? output.ReadAsync(stop.Token), error.ReadAsync(stop.Token), input);
            var exited = process.WaitForExitAsync(stop.Token);
            if (await Task.WhenAny(piped, exited).WaitAsync(stop.Token) == piped) await piped;
            await exited;
            if (!await EndsAsync(piped, () => (bytes?.Count ?? output.Count) + error.Count, stop.Token))
            {
                log.Write(
                    LogLevel.Warning, $"'{command}' has ended, but a process that it started keeps its output open. Not waiting for it.");
            }

            bytes?.End();
            return new CliResult { ExitCode = process.ExitCode, Output = output.End(), Error = error.End() };
        }
        catch (PluginFailedException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            options.CancellationToken.ThrowIfCancellationRequested();
            throw new PluginFailedException($"'{command}' did not end within {options.TimeLimit} and was stopped.");
        }
    }

    /// <summary>Whether the pipes of a command that has ended are closed soon.</summary>
    static async Task<bool> EndsAsync(Task piped, Func<long> count, CancellationToken cancellationToken)
    {
        for (var (pauses, before) = (0, -1L); !piped.IsCompleted && pauses < MostPauses && before != count(); pauses++)
        {
            before = count();
            await Task.WhenAny(piped, Task.Delay(LongestPause, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (piped.IsCompleted) await piped;
        return piped.IsCompleted;
    }

    Process Start(CliOptions options, string command, IReadOnlyList<string> arguments)
    {
        // .NET would cut the argument there.
        if (arguments.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            throw new PluginFailedException($"Cannot run '{command}': an argument contains a NUL character, which no program can receive.");
        }

        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            WorkingDirectory = Path.GetFullPath(options.WorkingDirectory ?? "", workingDirectory),
        };
        SetVariables(start, options);
        if (!Directory.Exists(start.WorkingDirectory))
        {
            throw new PluginFailedException($"Cannot run '{command}': the folder '{start.WorkingDirectory}' does not exist.");
        }

        var (isName, path) = (Path.GetFileName(command) == command, env.Get("PATH", ""));
        try
        {
            // Not left to .NET, which first looks next to the plugin's program, and then in the working folder, which is the repository's.
            if (!isName) start.FileName = Path.GetFullPath(command, workingDirectory);
            else if (!OperatingSystem.IsWindows()) start.FileName = SearchPath.Find(command, path) ?? throw new Win32Exception(2);
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PluginFailedException(
                $"Cannot run '{command}': {e.NativeErrorCode switch
                {
                    2 when (isName ? SearchPath.Find(command, path) : start.FileName) is { } file && File.Exists(file) =>
                        $"{file} exists, but its interpreter does not. Programs built for glibc do not start on Alpine, and scripts need their interpreter.",
                    2 => "the program does not exist. Is it on the PATH, or declared in Binaries?",
                    13 => "the file is not executable.",
                    _ => e.Message,
                }}",
                e);
        }
    }

    void SetVariables(ProcessStartInfo start, CliOptions options)
    {
        if (env.Own is { } own)
        {
            start.Environment.Clear();
            foreach (var (name, value) in own) start.Environment[name] = value;
        }
        else
        {
            HomeFolder.Hide(start.Environment);
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
            // The command has ended or does not read its input; its exit code shows the result.
        }
    }
}
