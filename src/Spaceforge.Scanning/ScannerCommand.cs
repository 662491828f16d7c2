namespace Spaceforge.Scanning;

/// <summary>A scanner's command line, and the exit codes that mean success.</summary>
/// <param name="Program">The program, looked up on the PATH.</param>
/// <param name="Arguments">Its arguments. Do not pass secrets: arguments show up in the process list.</param>
public sealed record ScannerCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Exit codes of a completed scan, with or without findings. Default: 0.</summary>
    public IReadOnlyList<int> ExitCodes { get; init; } = [0];

    /// <summary>Environment variables for the command, in addition to those of the run.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
