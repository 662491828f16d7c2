using System.Text.Json.Nodes;
using Spaceforge.Cli.Policies;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>What the policies of a type decided at one moment of a run.</summary>
/// <param name="State">The run's state then.</param>
/// <param name="Decision">Their decision, without secrets.</param>
/// <param name="Sources">The policies, in the order of the decision's.</param>
/// <param name="InputSize">The size of the input document in bytes.</param>
sealed record PolicyResult(string State, PolicyDecision Decision, IReadOnlyList<SourcePolicy> Sources, int InputSize)
{
    /// <summary>A report with larger ones would be slow to open.</summary>
    public const int LargestShownInput = 1_000_000;

    /// <summary>The input document; null if it is too large to be shown.</summary>
    public JsonNode? Input { get; init; }
}
