namespace Spaceforge.Cli.Policies;

/// <summary>Policies, tests or data that cannot be read or compiled.</summary>
sealed class PolicyLoadException(string message) : SpaceforgeException(message, ExitCodes.Failed);
