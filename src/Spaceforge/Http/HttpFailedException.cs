namespace Spaceforge.Http;

/// <summary>There is no answer to a request. The message names neither the address nor the token: an address may be signed.</summary>
sealed class HttpFailedException(string message, bool isPassing, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether a retry may succeed.</summary>
    public bool IsPassing => isPassing;

    /// <summary>Whether there was one, which nobody can read.</summary>
    public bool HasAnswer { get; private init; }

    public static HttpFailedException TooLarge(HttpSettings settings, Exception? innerException = null) =>
        new($"The answer has more than {settings.LargestAnswer} bytes.", isPassing: false, innerException) { HasAnswer = true };

    public static HttpFailedException Cut(Exception? innerException = null) =>
        new("The connection was closed unexpectedly.", isPassing: true, innerException);
}
