namespace Spaceforge.Rego;

/// <summary>Records which expressions and rules held in an evaluation.</summary>
public sealed class RegoTrace
{
    const int MostEvents = 100_000;
    readonly List<RegoTraceEvent> events = [];
    readonly HashSet<RegoPlace> covered = [];
    readonly Dictionary<(RegoPlace Place, RegoArray? Case), Attempt> attempts = [];
    readonly Dictionary<string, HashSet<RegoArray>> cases = new(StringComparer.Ordinal);
    RegoArray? current;
    long clock;

    /// <summary>The events in order; at most 100,000.</summary>
    public IReadOnlyList<RegoTraceEvent> Events => events;

    /// <summary>The lines of a file on which an expression or a rule held, in order.</summary>
    public IReadOnlyList<int> CoveredLines(string file) => [.. covered.Where(c => c.File == file).Select(c => c.Line).Distinct().Order()];

    /// <summary>The locations of evaluated expressions, whether they held or not, and of rules that held.</summary>
    internal IEnumerable<RegoPlace> Places => attempts.Keys.Select(a => a.Place).Concat(covered);

    /// <summary>
    /// The expression at which part of a file failed: the last one that was evaluated and did not hold, for some keys of
    /// its rule or for any.
    /// </summary>
    internal RegoTraceEvent? FailedIn(string file, int firstLine, int lastLine, RegoArray? keys = null) => attempts
        .Where(a => !a.Value.Held && !a.Value.IsInner && a.Key.Place.File == file
            && a.Key.Place.Line >= firstLine && a.Key.Place.Line <= lastLine && (keys is null || keys == a.Key.Case))
        .OrderByDescending(a => a.Value.Time)
        .Select(a => new RegoTraceEvent(a.Key.Place, null, a.Value.Values))
        .FirstOrDefault();

    /// <summary>The keys for which a rule was tried, in order.</summary>
    internal IReadOnlyList<RegoArray> CasesOf(string rule) =>
        cases.TryGetValue(rule, out var tried) ? [.. tried.Order()] : [];

    internal void Reached(RegoPlace place, bool isInner, IReadOnlyDictionary<string, RegoValue> values)
    {
        var key = (place, attempts.Count < MostEvents ? current : null);
        attempts[key] = new(++clock, values, isInner);
    }

    internal void Tried(string rule, RegoArray keys)
    {
        if (!cases.TryGetValue(rule, out var tried)) cases.Add(rule, tried = []);
        if (tried.Count < MostEvents) tried.Add(keys);
        current = keys;
    }

    internal void Passed(RegoPlace place, string rule, IReadOnlyDictionary<string, RegoValue> values)
    {
        covered.Add(place);
        if (rule.Length == 0 && attempts.TryGetValue((place, current), out var attempt)) attempt.Held = true;
        if (events.Count < MostEvents) events.Add(new(place, rule.Length == 0 ? null : rule, values));
    }

    sealed class Attempt(long time, IReadOnlyDictionary<string, RegoValue> values, bool isInner)
    {
        public long Time => time;

        public IReadOnlyDictionary<string, RegoValue> Values => values;

        public bool IsInner => isInner;

        public bool Held { get; set; }
    }
}

/// <summary>An expression that held, or a rule whose whole body did.</summary>
public sealed record RegoTraceEvent
{
    internal const string ValueName = "value";

    // No variable can be called so.
    internal const string HiddenValueName = "=";

    internal RegoTraceEvent(RegoPlace place, string? rule, IReadOnlyDictionary<string, RegoValue> values) =>
        (Place, Rule, Values) = (place, rule, values);

    /// <summary>The location.</summary>
    public RegoPlace Place { get; init; }

    /// <summary>The rule's path (<c>data.policy.deny</c>); null for an expression.</summary>
    public string? Rule { get; init; }

    /// <summary>
    /// The variables that had a value at that point, by name; a rule's value is <c>value</c>, or <c>=</c> if a variable has that name.
    /// </summary>
    public IReadOnlyDictionary<string, RegoValue> Values { get; init; }

    /// <summary>Deconstructs the event.</summary>
    public void Deconstruct(out RegoPlace place, out string? rule, out IReadOnlyDictionary<string, RegoValue> values) =>
        (place, rule, values) = (Place, Rule, Values);
}
