namespace Spaceforge;

/// <summary>The command was used incorrectly: the message is printed, and the process exits with 2.</summary>
sealed class UsageException(string message, Exception? innerException = null)
    : SpaceforgeException(message, ExitCodes.UsedWrongly, innerException);
