namespace Spaceforge;

/// <summary>Fails the hook and the run: the message is logged, and the process exits with 1.</summary>
/// <param name="message">What went wrong, for the people who look at the run.</param>
/// <param name="innerException">The cause; its stack trace is logged if <c>SPACELIFT_DEBUG</c> is <c>true</c>.</param>
public sealed class PluginFailedException(string message, Exception? innerException = null)
    : SpaceforgeException(message, ExitCodes.Failed, innerException);
