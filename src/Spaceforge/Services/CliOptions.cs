namespace Spaceforge;

/// <summary>How <c>RunCliAsync</c> runs a command.</summary>
public sealed record CliOptions
{
    /// <summary>Whether the command's output is logged while it runs; it is returned either way. Default: yes.</summary>
    public bool PrintOutput { get; init; } = true;

    /// <summary>Exit codes that mean success; others are logged as errors, and returned. Default: 0.</summary>
    public IReadOnlyList<int> ExpectedExitCodes { get; init; } = [0];
}
