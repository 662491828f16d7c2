using System.Globalization;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Processes;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>The commit of the stack's repository, as policies see it.</summary>
static class SourceCommit
{
    const int Largest = 100_000;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The checked-out commit, or a made-up one if the source is not a repository.</summary>
    public static async Task<JsonObject> ReadAsync(string? source, CancellationToken cancellationToken)
    {
        var commit = SampleRun.Commit;
        if (source is null || !SafeGit.IsThere) return commit;

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

    static Task<string?> GitAsync(string source, string[] arguments, CancellationToken cancellationToken) =>
        SafeGit.TextAsync(source, arguments, Largest, Patience, cancellationToken);
}
