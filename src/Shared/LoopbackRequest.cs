namespace Spaceforge.Shared;

/// <summary>The head of a request.</summary>
/// <param name="Path">The path with the query.</param>
/// <param name="Headers">Headers by name, ignoring case.</param>
sealed record LoopbackRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>An answer.</summary>
sealed record LoopbackAnswer(int Status, byte[] Body)
{
    /// <summary>Headers beside those of the server itself.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The Content-Length header, if it differs from the body's length: the connection ends early.</summary>
    public int? AnnouncedLength { get; init; }

    /// <summary>Whether the connection ends without an answer.</summary>
    public bool IsLost { get; init; }
}

/// <summary>A request that is answered with an error.</summary>
sealed class RefusedRequestException(int status, string message) : Exception(message)
{
    public int Status => status;
}
