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
    public static async Task<int> RunAsync(string file, IReadOnlyList<string> arguments, bool stays = false)
    {
        if (!OperatingSystem.IsWindows() && stays) return await WaitAsync(file, arguments);
        if (!OperatingSystem.IsWindows())
        {
            Execute(file, [file, .. arguments, null]);
            throw new IOException($"Cannot execute '{file}': {Marshal.GetLastPInvokeErrorMessage()}");
        }

        // Ctrl+C reaches both; the tool stays to pass on the exit code.
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        using var process = Process.Start(new ProcessStartInfo(file, arguments))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Passes signals on: those of a terminal reach the program without it.</summary>
    [UnsupportedOSPlatform("windows")]
    static async Task<int> WaitAsync(string file, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments))!;
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
