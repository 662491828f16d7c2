using System.Net;

namespace Spaceforge.Http;

/// <summary>A server's complete answer.</summary>
sealed record HttpAnswer(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter, bool LeadsElsewhere)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Whether a retry may succeed: too many requests, or a server error.</summary>
    public bool IsPassing => Status == HttpStatusCode.TooManyRequests || (int)Status >= 500;

    /// <summary>The status for people, for example <c>503 ServiceUnavailable</c>.</summary>
    public string StatusText => $"{(int)Status} {Status}{(LeadsElsewhere ? ", a redirect, which is not followed because it would send data meant only for Spacelift elsewhere" : "")}";
}
