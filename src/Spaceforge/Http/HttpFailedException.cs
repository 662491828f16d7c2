namespace Spaceforge.Http;

/// <summary>There is no answer to a request. The message names neither the address nor the token: an address may be signed.</summary>
sealed class HttpFailedException(string message, bool isPassing, bool isTimeout, Exception innerException)
    : Exception(message, innerException)
{
    /// <summary>Whether another try may have another end.</summary>
    public bool IsPassing => isPassing;

    public bool IsTimeout => isTimeout;
}
