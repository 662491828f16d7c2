namespace Spaceforge;

/// <summary>How a request to the Spacelift API is sent.</summary>
public sealed record ApiOptions
{
    /// <summary>
    /// Whether a mutation is sent again if no answer came. Queries always are; a mutation may have done its work without an answer.
    /// Default: no.
    /// </summary>
    public bool RetryMutation { get; init; }
}
