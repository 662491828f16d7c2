namespace Spaceforge.Cli.Building;

/// <summary>What came of a build.</summary>
sealed record BuildResult
{
    /// <summary>The program, or null where the build failed.</summary>
    public string? Assembly { get; init; }

    public required IReadOnlyList<CompilerMessage> Messages { get; init; }

    /// <summary>All that was printed, for failures that no message tells of.</summary>
    public required string Log { get; init; }

    /// <summary>How the SDK called the compiler; null where the build failed, or where the compiler alone was called.</summary>
    public CompilerCall? Compiler { get; init; }

    /// <summary>The form that the plugin sets for its manifest, or nothing.</summary>
    public string Form { get; init; } = "";

    /// <summary>The files that went into it beside the sources and the SDK's own.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The environment variables that may have gone into it.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Whether it depends on more than that: other projects, versions that float, patterns of files.</summary>
    public bool DependsOnMore { get; init; }
}
