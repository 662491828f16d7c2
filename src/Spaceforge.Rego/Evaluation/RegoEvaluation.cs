namespace Spaceforge.Rego;

/// <summary>What a policy is evaluated with: documents, limits, and what of the world it may see.</summary>
public sealed record RegoEvaluation
{
    /// <summary>The input document; none by default, and then <c>input</c> is undefined.</summary>
    public RegoValue? Input { get; init; }

    /// <summary>The data document; empty by default.</summary>
    public RegoValue? Data { get; init; }

    /// <summary>What time.now_ns gives, all along; the machine's clock by default.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Where random numbers and ids come from; one of its own by default.</summary>
    public Random? Random { get; init; }

    /// <summary>Takes the lines that print writes; they go nowhere by default.</summary>
    public Action<string>? Print { get; init; }

    /// <summary>
    /// Builtins that only the caller can provide, by name: http.send, opa.runtime. The policy is compiled with the same names.
    /// </summary>
    public IReadOnlyDictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>> Builtins { get; init; } =
        new Dictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>>();

    /// <summary>An error of a builtin ends the evaluation; by default it makes the expression undefined.</summary>
    public bool StrictBuiltinErrors { get; init; }

    /// <summary>The time it may take: 30 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The steps it may take: a thousand million by default.</summary>
    public long MaxSteps { get; init; } = 1_000_000_000;

    /// <summary>How deep rules and functions may be nested: 10,000 by default.</summary>
    public int MaxDepth { get; init; } = 10_000;

    /// <summary>The bytes that everything it makes may take, about: a thousand million by default.</summary>
    public long MaxMemory { get; init; } = 1_000_000_000;

    /// <summary>Ends it from outside.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Records which expressions and rules held.</summary>
    public bool Trace { get; init; }
}
