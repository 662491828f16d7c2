namespace Spaceforge;

/// <summary>How <c>RunCliAsync</c> runs a command.</summary>
public sealed record CliOptions
{
    /// <summary>
    /// Whether the command's output is logged while it runs. Default: yes; without it, the log says every two minutes that the command is
    /// still running, since a job that is silent for long is ended.
    /// </summary>
    public bool PrintOutput { get; init; } = true;

    /// <summary>
    /// Whether the command's output is returned. Default: yes; without it, memory does not grow with the output, however much it is.
    /// </summary>
    public bool CaptureOutput { get; init; } = true;

    /// <summary>Exit codes that mean success; others are logged as errors, and returned. Default: 0.</summary>
    public IReadOnlyList<int> ExpectedExitCodes { get; init; } = [0];

    /// <summary>
    /// The folder that the command runs in; a relative one is below the project's folder. Default: the project's folder.
    /// </summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables that are set for the command beside those of the run; one that is null is taken away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>What the command reads from its standard input, as UTF-8. Default: nothing, so that a question gets no answer.</summary>
    public string StandardInput { get; init; } = "";

    /// <summary>The time after which the command and all that it started is ended, and the hook fails. Default: no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Ends the command and all that it started. The hook's own token always does.</summary>
    public CancellationToken CancellationToken { get; init; }
}
