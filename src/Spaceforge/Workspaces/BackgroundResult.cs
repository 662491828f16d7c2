namespace Spaceforge;

/// <summary>The end of a background process.</summary>
public sealed record BackgroundResult
{
    /// <summary>Whether it was still running; false if it had ended by itself, or was lost with its container.</summary>
    public required bool WasRunning { get; init; }

    /// <summary>The lines of its log, standard output and standard error together; secrets are not masked in it.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];
}
