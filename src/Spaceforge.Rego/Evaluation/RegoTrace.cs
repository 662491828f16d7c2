namespace Spaceforge.Rego;

/// <summary>Which expressions and rules held in an evaluation.</summary>
public sealed class RegoTrace
{
    const int MostEvents = 100_000;
    readonly List<RegoTraceEvent> events = [];
    readonly HashSet<RegoPlace> covered = [];

    /// <summary>In order; at most 100,000.</summary>
    public IReadOnlyList<RegoTraceEvent> Events => events;

    /// <summary>The lines of a file on which an expression or a rule held, in order.</summary>
    public IReadOnlyList<int> CoveredLines(string file) => [.. covered.Where(c => c.File == file).Select(c => c.Line).Distinct().Order()];

    internal void Passed(RegoPlace place, string rule, IReadOnlyDictionary<string, RegoValue> values)
    {
        covered.Add(place);
        if (events.Count < MostEvents) events.Add(new(place, rule.Length == 0 ? null : rule, values));
    }
}

/// <summary>An expression that held, or a rule whose whole body did.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Rule">The rule's path (<c>data.policy.deny</c>); null for an expression.</param>
/// <param name="Values">The variables that had a value then, by name; a rule's value is <c>value</c>.</param>
public sealed record RegoTraceEvent(RegoPlace Place, string? Rule, IReadOnlyDictionary<string, RegoValue> Values);
