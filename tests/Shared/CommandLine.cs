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

    public async Task<Outcome> RunAsync()
    {
        using var process = Start();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, await output, await error);
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
        var process = Process.Start(start)!;
        process.StandardInput.Write(Input);
        process.StandardInput.Close();
        return process;
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
