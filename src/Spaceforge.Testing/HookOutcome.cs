using System.Text.Json.Nodes;

namespace Spaceforge.Testing;

/// <summary>The outcome of a hook.</summary>
public sealed record HookOutcome
{
    /// <summary>0 done, 1 the hook failed, 2 used wrongly: a required parameter is missing, or the plugin has no such hook.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What the hook logged, and its start and end.</summary>
    public required string Log { get; init; }

    /// <summary>What it wrote to standard output.</summary>
    public required string Output { get; init; }

    /// <summary>What it sent to Spacelift, oldest first; on a worker only the last one, which is what Spacelift keeps.</summary>
    public required IReadOnlyList<string> Markdown { get; init; }

    /// <summary>What plan policies would read, by name.</summary>
    public required IReadOnlyDictionary<string, JsonObject> PolicyInputs { get; init; }

    /// <summary>Whether the hook completed.</summary>
    public bool Succeeded => ExitCode == 0;
}
