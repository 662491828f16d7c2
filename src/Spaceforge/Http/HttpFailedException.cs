namespace Spaceforge.Http;

/// <summary>A request got no answer. The message contains neither the URL, which may be signed, nor the token.</summary>
sealed class HttpFailedException(string message, bool isPassing, bool isTimeout, Exception innerException)
    : Exception(message, innerException)
{
    /// <summary>Whether a retry may succeed.</summary>
    public bool IsPassing => isPassing;

    public bool IsTimeout => isTimeout;
}
