namespace Spaceforge.Cli.Building;

/// <summary>The result of a build.</summary>
sealed record BuildResult
{
    /// <summary>The program, or null if the build failed.</summary>
    public string? Assembly { get; init; }

    public required IReadOnlyList<CompilerMessage> Messages { get; init; }

    /// <summary>The full output, for failures without a message.</summary>
    public required string Log { get; init; }

    /// <summary>The SDK's compiler call; null if the build failed or only the compiler ran.</summary>
    public CompilerCall? Compiler { get; init; }

    /// <summary>The manifest form that the plugin sets, or an empty string.</summary>
    public string Form { get; init; } = "";

    /// <summary>The files that it read besides the sources and the SDK's own.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The environment variables that it may have read.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Whether it has other dependencies: projects, floating versions, file patterns.</summary>
    public bool DependsOnMore { get; init; }
}
