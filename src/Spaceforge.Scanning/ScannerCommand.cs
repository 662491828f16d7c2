namespace Spaceforge.Scanning;

/// <summary>A scanner's command line, and the exit codes that mean success.</summary>
/// <param name="Program">The program, looked up on the PATH.</param>
/// <param name="Arguments">Its arguments. Do not pass secrets: arguments show up in the process list.</param>
public sealed record ScannerCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Exit codes of a completed scan, with or without findings. Default: 0.</summary>
    public IReadOnlyList<int> ExitCodes { get; init; } = [0];

    /// <summary>
    /// Whether a line on standard error means that the scan is incomplete, for scanners that skip what they cannot read and exit
    /// with 0. Such a line fails the hook. Default: none does.
    /// </summary>
    public Func<string, bool>? IsError { get; init; }

    /// <summary>
    /// The text that the scanner writes to standard error when it completes, for scanners that print nothing if they find nothing:
    /// otherwise, a scan that did not happen would look like a clean one.
    /// </summary>
    public string? Finished { get; init; }

    /// <summary>Environment variables for the command, in addition to those of the run.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
