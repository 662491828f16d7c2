using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spaceforge.Commands;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>The commit of the stack's repository, as policies see it.</summary>
/// <remarks>
/// The repository is a stranger's: git is only asked for what is stored in it, which runs nothing that its configuration names, and
/// nothing is fetched.
/// </remarks>
static class SourceCommit
{
    const int Largest = 100_000;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The checked-out commit; a made-up one if the source is no repository.</summary>
    public static async Task<JsonObject> ReadAsync(string? source, CancellationToken cancellationToken)
    {
        var commit = SampleRun.Commit;
        if (source is null || SearchPath.Find("git") is null) return commit;

        var head = GitAsync(source, ["rev-parse", "HEAD", "--abbrev-ref", "HEAD"], cancellationToken);
        var content = GitAsync(source, ["cat-file", "commit", "HEAD"], cancellationToken);
        if ((await head)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) is not [var hash, var branch] || await content is not { } text)
        {
            return commit;
        }

        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var (headers, message) = end < 0 ? (text, "") : (text[..end], text[(end + 2)..].TrimEnd('\n'));
        var fields = headers.Split('\n');
        var (author, _) = Person(fields, "author ");
        var (_, created) = Person(fields, "committer ");
        commit["hash"] = hash;
        commit["message"] = message;
        // A detached HEAD is on no branch.
        commit["branch"] = branch == "HEAD" ? "main" : branch;
        commit["author"] = author;
        commit["created_at"] = created;
        commit["url"] = $"https://example.com/simulation/stack/commit/{hash}";
        return commit;
    }

    static (string Name, long Time) Person(string[] headers, string kind)
    {
        var line = headers.FirstOrDefault(header => header.StartsWith(kind, StringComparison.Ordinal)) ?? "";
        var (open, close) = (line.LastIndexOf('<'), line.LastIndexOf('>'));
        if (open < kind.Length || close < open) return ("", 0);

        var time = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        var seconds = long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var known) && known < int.MaxValue * 2L
            ? known : 0;
        return (line[kind.Length..open].Trim(), seconds * 1_000_000_000);
    }

    /// <returns>What git printed, or null if it failed.</returns>
    static async Task<string?> GitAsync(string source, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", ["-c", "core.fsmonitor=false", "-C", source, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in ((string, string)[])
        [
            ("GIT_NO_LAZY_FETCH", "1"), ("GIT_ALLOW_PROTOCOL", "none"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_REPLACE_OBJECTS", "1"),
        ])
        {
            start.Environment[name] = value;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        try
        {
            var buffer = new char[Largest];
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var size = await process.StandardOutput.ReadBlockAsync(buffer.AsMemory(), patience.Token);
            if (size == Largest) return null;

            await process.WaitForExitAsync(patience.Token);
            await errors;
            return process.ExitCode == 0 ? new string(buffer, 0, size) : null;
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
}
