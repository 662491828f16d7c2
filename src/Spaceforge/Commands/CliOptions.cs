namespace Spaceforge;

/// <summary>Options for <c>RunCliAsync</c>.</summary>
public sealed record CliOptions
{
    /// <summary>
    /// Whether the command's output is logged while it runs. Default: true. If false, the log says every two minutes that the command is
    /// still running, because Spacelift ends a job that prints nothing for too long.
    /// </summary>
    public bool PrintOutput { get; init; } = true;

    /// <summary>
    /// Whether the command's output is returned. Default: true. If false, memory does not grow with the output.
    /// </summary>
    public bool CaptureOutput { get; init; } = true;

    /// <summary>Exit codes that mean success; others are logged as errors and returned. Default: 0.</summary>
    public IReadOnlyList<int> ExpectedExitCodes { get; init; } = [0];

    /// <summary>
    /// The folder that the command runs in; a relative path is relative to the project folder. Default: the project folder.
    /// </summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Additional environment variables for the command; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The command's standard input, written as UTF-8. Default: empty, so that prompts do not wait.</summary>
    public string StandardInput { get; init; } = "";

    /// <summary>The time after which the command and all its child processes are ended, and the hook fails. Default: no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Ends the command and all its child processes. The hook's own token always does.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Where standard output goes as it is, instead of being read as lines; null in all hooks.</summary>
    internal Stream? OutputTo { get; init; }

    /// <summary>The most bytes that may go there.</summary>
    internal long MostOutput { get; init; } = long.MaxValue;
}
