namespace Spaceforge;

/// <summary>What ends a plugin's program with a message for people and an exit code; no trace is printed.</summary>
public abstract class SpaceforgeException : Exception
{
    /// <summary>An error with its message, and what it came from where there is such.</summary>
    /// <param name="message">What is wrong, and what would do.</param>
    /// <param name="exitCode">The exit code of the process.</param>
    /// <param name="innerException">What it came from, or null.</param>
    protected SpaceforgeException(string message, int exitCode, Exception? innerException = null)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>The exit code of the process.</summary>
    public int ExitCode { get; }
}
