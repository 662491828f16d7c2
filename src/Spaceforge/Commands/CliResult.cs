namespace Spaceforge;

/// <summary>The result of a command: <c>var (exitCode, output, error) = await RunCliAsync("tool");</c></summary>
public sealed record CliResult
{
    /// <summary>The command's exit code; 128 plus the signal's number if a signal ended it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The lines of standard output, without line endings; empty if <see cref="CliOptions.CaptureOutput"/> is false.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];

    /// <summary>The lines of standard error, without line endings; empty if <see cref="CliOptions.CaptureOutput"/> is false.</summary>
    public IReadOnlyList<string> Error { get; init; } = [];

    /// <summary>Deconstructs the result.</summary>
    public void Deconstruct(out int exitCode, out IReadOnlyList<string> output, out IReadOnlyList<string> error) =>
        (exitCode, output, error) = (ExitCode, Output, Error);
}
