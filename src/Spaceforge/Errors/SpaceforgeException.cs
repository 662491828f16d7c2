namespace Spaceforge;

/// <summary>Ends the program with a message for people and an exit code; no stack trace is printed.</summary>
public abstract class SpaceforgeException : Exception
{
    /// <summary>Creates an error with a message and an optional cause.</summary>
    /// <param name="message">What is wrong, and how to fix it.</param>
    /// <param name="exitCode">The exit code of the process.</param>
    /// <param name="innerException">The cause, or null.</param>
    protected SpaceforgeException(string message, int exitCode, Exception? innerException = null)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>The exit code of the process.</summary>
    public int ExitCode { get; }
}
