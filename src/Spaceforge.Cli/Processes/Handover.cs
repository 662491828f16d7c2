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
    public static async Task<int> RunAsync(string file, IReadOnlyList<string> arguments)
    {
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

    // Comes back only when it failed.
    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);
}
