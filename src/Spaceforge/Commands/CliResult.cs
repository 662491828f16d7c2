namespace Spaceforge;

/// <summary>What came of a command: <c>var (exitCode, output, error) = await RunCliAsync("tool");</c></summary>
/// <param name="ExitCode">The command's exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="Output">The lines of its standard output, without line ends; none where <see cref="CliOptions.CaptureOutput"/> is off.</param>
/// <param name="Error">The lines of its standard error, without line ends; none where <see cref="CliOptions.CaptureOutput"/> is off.</param>
public sealed record CliResult(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Error);
