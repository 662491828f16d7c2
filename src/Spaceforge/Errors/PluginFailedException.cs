namespace Spaceforge;

/// <summary>Ends a hook and fails the run: the message is logged, and the process exits with 1.</summary>
/// <param name="message">What went wrong, for the people who look at the run.</param>
/// <param name="innerException">What it came from; its trace is logged when <c>SPACELIFT_DEBUG</c> is <c>true</c>.</param>
public sealed class PluginFailedException(string message, Exception? innerException = null)
    : SpaceforgeException(message, ExitCodes.Failed, innerException);
