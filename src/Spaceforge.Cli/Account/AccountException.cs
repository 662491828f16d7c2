namespace Spaceforge.Cli.Account;

/// <summary>Spacelift did not do what was asked of it: the message says what is there now and what to do.</summary>
sealed class AccountException(string message, Exception? innerException = null)
    : SpaceforgeException(message, ExitCodes.Failed, innerException);
