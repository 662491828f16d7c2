using System.Text.Json.Nodes;

namespace Spaceforge;

/// <summary>The Spacelift API gave no data. Unhandled, it fails the hook; the message holds no token.</summary>
public sealed class SpaceliftApiException : SpaceforgeException
{
    internal SpaceliftApiException(ApiFailure failure, string request, string message, int? statusCode =
        null, IReadOnlyList<string>? errors = null, Exception? innerException = null)
        : base(message, ExitCodes.Failed, innerException) =>
        (Failure, Request, StatusCode, Errors) = (failure, request, statusCode, errors ?? []);

    /// <summary>Why.</summary>
    public ApiFailure Failure { get; }

    /// <summary>The name of the request: <c>query StackInfo</c>, or <c>query</c> where it has none.</summary>
    public string Request { get; }

    /// <summary>The HTTP status, where there was an answer.</summary>
    public int? StatusCode { get; }

    /// <summary>The messages of GraphQL errors; none where there were none.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>
    /// What the answer has under <c>data</c> beside its errors: fields that failed are null. Null where there is no data at all.
    /// </summary>
    public JsonObject? PartialData { get; internal init; }
}
