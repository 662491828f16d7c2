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
public sealed record RegoTraceEvent
{
    internal RegoTraceEvent(RegoPlace place, string? rule, IReadOnlyDictionary<string, RegoValue> values) =>
        (Place, Rule, Values) = (place, rule, values);

    /// <summary>Where it is written.</summary>
    public RegoPlace Place { get; init; }

    /// <summary>The rule's path (<c>data.policy.deny</c>); null for an expression.</summary>
    public string? Rule { get; init; }

    /// <summary>The variables that had a value then, by name; a rule's value is <c>value</c>.</summary>
    public IReadOnlyDictionary<string, RegoValue> Values { get; init; }

    /// <summary>Takes the event apart.</summary>
    public void Deconstruct(out RegoPlace place, out string? rule, out IReadOnlyDictionary<string, RegoValue> values) =>
        (place, rule, values) = (Place, Rule, Values);
}
