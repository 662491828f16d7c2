namespace Spaceforge.Shared;

/// <summary>The head of a request.</summary>
/// <param name="Path">With the query.</param>
/// <param name="Headers">By their names, in any case.</param>
sealed record LoopbackRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>An answer.</summary>
sealed record LoopbackAnswer(int Status, byte[] Body)
{
    /// <summary>Seconds or a date after which to try again.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>What the head says that the body's length is, where it is something else: the connection ends before.</summary>
    public int? AnnouncedLength { get; init; }

    /// <summary>Whether the connection ends without an answer.</summary>
    public bool IsLost { get; init; }
}

/// <summary>A request that is answered with its mistake.</summary>
sealed class RefusedRequestException(int status, string message) : Exception(message)
{
    public int Status => status;
}
