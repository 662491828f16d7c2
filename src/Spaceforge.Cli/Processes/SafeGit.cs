using System.Diagnostics;
using System.Text;
using Spaceforge.Commands;

namespace Spaceforge.Cli.Processes;

/// <summary>Asks git for what is stored in a repository.</summary>
/// <remarks>
/// The repository is a stranger's: only commands that read objects are used, which run nothing that its configuration names; hooks are
/// off, and nothing is fetched. What git prints and how long it takes has a limit.
/// </remarks>
static class SafeGit
{
    static readonly (string Name, string Value)[] Variables =
    [
        ("GIT_NO_LAZY_FETCH", "1"), ("GIT_ALLOW_PROTOCOL", "none"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_PAGER", ""), ("LC_ALL", "C"),
    ];

    public static bool IsThere => SearchPath.Find("git") is not null;

    /// <summary>What git printed, as text; null if it failed, took too long or printed more than the limit.</summary>
    public static async Task<string?> TextAsync(
        string folder, string[] arguments, int limit, TimeSpan patience, CancellationToken cancellationToken) =>
        await BytesAsync(folder, arguments, "", limit, patience, cancellationToken) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <param name="folder">A folder in the repository.</param>
    /// <param name="arguments">A command that reads objects.</param>
    /// <param name="input">What git reads.</param>
    /// <param name="limit">In bytes.</param>
    public static async Task<byte[]?> BytesAsync(
        string folder, string[] arguments, string input, int limit, TimeSpan patience, CancellationToken cancellationToken)
    {
        string[] settings = ["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
        var start = new ProcessStartInfo("git", [.. settings, "-C", folder, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (var (name, value) in Variables) start.Environment[name] = value;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(patience);
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(stop.Token);
            var written = WriteAsync(process.StandardInput, input, stop.Token);
            var output = new MemoryStream();
            var buffer = new byte[81_920];
            for (int read; (read = await process.StandardOutput.BaseStream.ReadAsync(buffer, stop.Token)) > 0;)
            {
                if (output.Length + read > limit) return null;
                output.Write(buffer, 0, read);
            }

            await written;
            await process.WaitForExitAsync(stop.Token);
            await errors;
            return process.ExitCode == 0 ? output.ToArray() : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    static async Task WriteAsync(StreamWriter input, string text, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(text.AsMemory(), cancellationToken);
            input.Close();
        }
        catch (IOException)
        {
            // git has ended before it read everything, which its exit code says.
        }
    }
}
