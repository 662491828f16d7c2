using System.Text.Json.Nodes;

namespace Spaceforge.Testing;

/// <summary>What came of a hook.</summary>
/// <param name="ExitCode">0 done, 1 the hook failed, 2 used wrongly: a required parameter is missing, or the plugin has no such hook.</param>
/// <param name="Log">What the hook logged, and its start and end.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Markdown">What it sent to Spacelift, oldest first; on a worker only the last one, which is what Spacelift keeps.</param>
/// <param name="PolicyInputs">What plan policies would read, by name.</param>
public sealed record HookOutcome(
    int ExitCode, string Log, string Output, IReadOnlyList<string> Markdown, IReadOnlyDictionary<string, JsonObject> PolicyInputs)
{
    /// <summary>Whether the hook completed.</summary>
    public bool Succeeded => ExitCode == 0;
}
