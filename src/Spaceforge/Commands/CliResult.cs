namespace Spaceforge;

/// <summary>The result of a command: <c>var (exitCode, output, error) = await RunCliAsync("tool");</c></summary>
public sealed record CliResult
{
    /// <summary>The command's exit code; 128 plus the signal's number if a signal ended it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The lines of its standard output, without line ends; none if <see cref="CliOptions.CaptureOutput"/> is off.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];

    /// <summary>The lines of its standard error, without line ends; none if <see cref="CliOptions.CaptureOutput"/> is off.</summary>
    public IReadOnlyList<string> Error { get; init; } = [];

    /// <summary>Takes the result apart.</summary>
    public void Deconstruct(out int exitCode, out IReadOnlyList<string> output, out IReadOnlyList<string> error) =>
        (exitCode, output, error) = (ExitCode, Output, Error);
}
