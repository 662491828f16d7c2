using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Spaceforge.Tests.Shared;

/// <summary>A program as a user starts it, with what came of it.</summary>
sealed record CommandLine(string File, params string[] Arguments)
{
    public string? Folder { get; init; }

    /// <summary>Variables that are set, or with null taken away.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>What the program reads from its standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>How long it may take before it is killed and the test fails with what it said until then.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(8);

    public async Task<Outcome> RunAsync()
    {
        using var process = Start();
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var ended = Task.WhenAll(
            CopyAsync(process.StandardOutput, output), CopyAsync(process.StandardError, error),
            process.WaitForExitAsync(CancellationToken.None));
        try
        {
            await Wait.ForAsync(ended, $"the end of {this}", Limit);
        }
        catch (Exception exception) when (!ended.IsCompleted)
        {
            process.Kill(entireProcessTree: true);
            lock (output) lock (error) Assert.Fail($"{exception.Message}\n{output}\n{error}");
        }

        return new Outcome(process.ExitCode, output.ToString(), error.ToString());
    }

    public override string ToString() => $"'{string.Join(' ', [File, .. Arguments])}'";

    static async Task CopyAsync(StreamReader reader, StringBuilder text)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (text) text.Append(buffer, 0, count);
        }
    }

    /// <summary>Starts it without waiting for its end.</summary>
    public Process Start()
    {
        var start = new ProcessStartInfo(File, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Folder ?? "",
        };
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        var process = Started(start);
        process.StandardInput.Write(Input);
        process.StandardInput.Close();
        return process;
    }

    Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception) when (!File.Contains('/', StringComparison.Ordinal))
        {
            Needs.Missing(exception.Message);
            throw;
        }
    }
}

sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Fails the test with everything the program said unless it ended as expected.</summary>
    public Outcome ShouldExit(int expected)
    {
        Assert.True(ExitCode == expected, $"Exit code {ExitCode}, not {expected}.\n{Output}\n{Error}");
        return this;
    }
}
