using System.Net;

namespace Spaceforge.Http;

/// <summary>What a server answered, read to its end.</summary>
sealed record HttpAnswer(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter, bool LeadsElsewhere)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Whether another try may have another end: too many requests, or trouble on the server's side.</summary>
    public bool IsPassing => Status == HttpStatusCode.TooManyRequests || (int)Status >= 500;

    /// <summary>The status for people, for instance <c>503 ServiceUnavailable</c>.</summary>
    public string StatusText => $"{(int)Status} {Status}{(LeadsElsewhere ? ", a redirect, which is not followed: it would hand over what only Spacelift may see" : "")}";
}
