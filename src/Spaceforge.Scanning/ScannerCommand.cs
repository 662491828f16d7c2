namespace Spaceforge.Scanning;

/// <summary>A scanner's command line, and the exit codes that mean success.</summary>
/// <param name="Program">The program, looked up on the PATH.</param>
/// <param name="Arguments">Its arguments. Do not pass secrets: arguments show up in the process list.</param>
public sealed record ScannerCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Exit codes of a completed scan, with or without findings. Default: 0.</summary>
    public IReadOnlyList<int> ExitCodes { get; init; } = [0];

    /// <summary>
    /// Whether a line of the standard error means that the scan is not complete, for scanners that skip what they cannot read and exit
    /// with 0. Such a line fails the hook. Default: no line does.
    /// </summary>
    public Func<string, bool>? IsError { get; init; }

    /// <summary>
    /// What the scanner writes to its standard error when it has finished. For scanners that print nothing where they find nothing:
    /// without it, one that did not look would seem to be one that found nothing.
    /// </summary>
    public string? Finished { get; init; }

    /// <summary>Environment variables for the command, in addition to those of the run.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
