namespace Spaceforge;

/// <summary>Options for a request to the Spacelift API.</summary>
public sealed record ApiOptions
{
    /// <summary>
    /// Whether a mutation is retried if no answer came. Queries always are; a mutation may have succeeded without an answer.
    /// Default: false.
    /// </summary>
    public bool RetryMutation { get; init; }
}
