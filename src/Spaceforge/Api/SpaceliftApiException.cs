using System.Text.Json.Nodes;

namespace Spaceforge;

/// <summary>The Spacelift API returned no data. Unhandled, it fails the hook; the message never contains the token.</summary>
public sealed class SpaceliftApiException : SpaceforgeException
{
    internal SpaceliftApiException(ApiFailure failure, string request, string message, int? statusCode =
        null, IReadOnlyList<string>? errors = null, Exception? innerException = null)
        : base(message, ExitCodes.Failed, innerException) =>
        (Failure, Request, StatusCode, Errors) = (failure, request, statusCode, errors ?? []);

    /// <summary>The reason.</summary>
    public ApiFailure Failure { get; }

    /// <summary>The name of the request: <c>query StackInfo</c>, or <c>query</c> if it has no name.</summary>
    public string Request { get; }

    /// <summary>The HTTP status, if there was an answer.</summary>
    public int? StatusCode { get; }

    /// <summary>The messages of GraphQL errors, if any.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>
    /// The answer's <c>data</c>, in which failed fields are null; null if there is no data.
    /// </summary>
    public JsonObject? PartialData { get; internal init; }
}
