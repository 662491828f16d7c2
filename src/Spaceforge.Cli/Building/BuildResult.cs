namespace Spaceforge.Cli.Building;

/// <summary>What came of a build.</summary>
sealed record BuildResult
{
    /// <summary>The program, or null where the build failed.</summary>
    public string? Assembly { get; init; }

    public required IReadOnlyList<CompilerMessage> Messages { get; init; }

    /// <summary>All that was printed, for failures that no message tells of.</summary>
    public required string Log { get; init; }

    /// <summary>The path of the compiler that the SDK used.</summary>
    public string? Compiler { get; init; }

    public IReadOnlyList<string> CompilerArguments { get; init; } = [];

    public bool RefersToProjects { get; init; }
}
