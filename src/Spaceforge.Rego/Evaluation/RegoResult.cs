namespace Spaceforge.Rego;

/// <summary>The result of a query.</summary>
public sealed record RegoResult
{
    /// <summary>One entry for each solution, with the query's variables and their values. Empty if undefined.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, RegoValue>> Bindings { get; init; }

    /// <summary>The trace, if requested.</summary>
    public RegoTrace? Trace { get; init; }

    /// <summary>The number of steps, as counted towards the limit.</summary>
    public long Steps { get; init; }
}
