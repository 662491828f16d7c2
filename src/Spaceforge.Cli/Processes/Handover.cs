using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Spaceforge.Cli.Processes;

/// <summary>Lets another program go on in the tool's place.</summary>
static partial class Handover
{
    /// <summary>
    /// On Unix the program takes over the process, with its signals and its exit code. Elsewhere it is waited for.
    /// </summary>
    /// <param name="stays">Whether the tool has something to do afterwards.</param>
    /// <param name="variables">Variables that are set for the program, where the tool stays.</param>
    public static async Task<int> RunAsync(
        string file, IReadOnlyList<string> arguments, bool stays = false, IReadOnlyDictionary<string, string>? variables = null)
    {
        if (!OperatingSystem.IsWindows() && stays) return await WaitAsync(Start(file, arguments, variables));
        if (!OperatingSystem.IsWindows())
        {
            Execute(file, [file, .. arguments, null]);
            throw new IOException($"Cannot execute '{file}': {Marshal.GetLastPInvokeErrorMessage()}");
        }

        // Ctrl+C reaches both; the tool stays to pass on the exit code.
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        using var process = Start(file, arguments, variables);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    static Process Start(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? variables)
    {
        var start = new ProcessStartInfo(file, arguments);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Passes signals on: those of a terminal reach the program without it.</summary>
    [UnsupportedOSPlatform("windows")]
    static async Task<int> WaitAsync(Process started)
    {
        using var process = started;
        using var terminate = Passed(PosixSignal.SIGTERM, 15);
        using var hangUp = Passed(PosixSignal.SIGHUP, 1);
        using var interrupt = Passed(PosixSignal.SIGINT, Console.IsInputRedirected ? 2 : 0);
        await process.WaitForExitAsync();
        return process.ExitCode;

        PosixSignalRegistration Passed(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (!process.HasExited) Signals.Pass(process.Id, number);
        });
    }

    // Comes back only when it failed.
    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);
}
