namespace Spaceforge.Rego;

/// <summary>Options for an evaluation: documents, limits, and access to the outside world.</summary>
public sealed record RegoEvaluation
{
    /// <summary>The input document. Default: none; <c>input</c> is then undefined.</summary>
    public RegoValue? Input { get; init; }

    /// <summary>The data document. Default: empty.</summary>
    public RegoValue? Data { get; init; }

    /// <summary>The result of time.now_ns throughout the evaluation. Default: the machine's clock.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The source of random numbers and ids. Default: a new one.</summary>
    public Random? Random { get; init; }

    /// <summary>Receives the lines written by print. Default: they are discarded.</summary>
    public Action<string>? Print { get; init; }

    /// <summary>
    /// Built-ins that only the caller can provide, by name: http.send, opa.runtime. Pass the same names when compiling the policy.
    /// </summary>
    public IReadOnlyDictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>> Builtins { get; init; } =
        new Dictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>>();

    /// <summary>Whether an error in a built-in ends the evaluation. Default: false; it makes the expression undefined.</summary>
    public bool StrictBuiltinErrors { get; init; }

    /// <summary>The time limit. Default: 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of steps. Default: 1,000,000,000.</summary>
    public long MaxSteps { get; init; } = 1_000_000_000;

    /// <summary>The maximum nesting depth of rules and functions. Default: 10,000.</summary>
    public int MaxDepth { get; init; } = 10_000;

    /// <summary>The approximate maximum size of all results in bytes. Default: 1,000,000,000.</summary>
    public long MaxMemory { get; init; } = 1_000_000_000;

    /// <summary>Cancels the evaluation.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Whether to record which expressions and rules held.</summary>
    public bool Trace { get; init; }
}
