namespace Spaceforge.Http;

/// <summary>One server's answer to one request, read to its end.</summary>
/// <param name="Location">Where a redirect leads; null where the answer names no address.</param>
/// <param name="RetryAfter">When to ask again, as <c>Retry-After</c> says it.</param>
sealed record HttpReply(int Status, byte[] Body, string? Location, string? RetryAfter);
