namespace Spaceforge.Rego;

/// <summary>What a query gave.</summary>
public sealed record RegoResult
{
    /// <summary>One entry per way in which the query holds: the query's variables with their values. Empty: undefined.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, RegoValue>> Bindings { get; init; }

    /// <summary>What was traced, where it was asked for.</summary>
    public RegoTrace? Trace { get; init; }

    /// <summary>The steps it took, as the limit counts them.</summary>
    public long Steps { get; init; }
}
