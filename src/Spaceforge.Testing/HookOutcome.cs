using System.Text.Json.Nodes;

namespace Spaceforge.Testing;

/// <summary>The outcome of a hook.</summary>
public sealed record HookOutcome
{
    /// <summary>0 success, 1 the hook failed, 2 usage error: a required parameter is missing, or the plugin has no such hook.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The hook's log, including its start and end.</summary>
    public required string Log { get; init; }

    /// <summary>The hook's standard output.</summary>
    public required string Output { get; init; }

    /// <summary>Markdown sent to Spacelift, oldest first; on a worker, Spacelift only keeps the last one.</summary>
    public required IReadOnlyList<string> Markdown { get; init; }

    /// <summary>The policy input for plan policies, by name.</summary>
    public required IReadOnlyDictionary<string, JsonObject> PolicyInputs { get; init; }

    /// <summary>Whether the hook completed.</summary>
    public bool Succeeded => ExitCode == 0;
}
