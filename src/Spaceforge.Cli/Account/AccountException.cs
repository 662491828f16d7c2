namespace Spaceforge.Cli.Account;

/// <summary>Spacelift did not carry out a request; the message says what the current state is and what to do.</summary>
sealed class AccountException(string message, Exception? innerException = null)
    : SpaceforgeException(message, ExitCodes.Failed, innerException);
