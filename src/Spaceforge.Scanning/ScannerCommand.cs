namespace Spaceforge.Scanning;

/// <summary>A scanner's command line, and how it says that it worked.</summary>
/// <param name="Program">The program, which is looked up on the PATH.</param>
/// <param name="Arguments">Its arguments, one by one; no secrets, since they stand in the process list.</param>
public sealed record ScannerCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Exit codes of a scan that was done, whatever it found. Default: 0.</summary>
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

    /// <summary>Variables of the command beside those of the run.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
