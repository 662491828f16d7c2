namespace Spaceforge.Cli.Building;

/// <summary>How plugins are built.</summary>
/// <param name="Folder">The folder that file names in messages are shown from.</param>
sealed record BuildOptions(string Folder)
{
    const string NoCacheVariable = "SPACEFORGE_NO_CACHE";
    const string CacheSizeVariable = "SPACEFORGE_CACHE_SIZE";
    const long DefaultMegabytes = 1000;

    /// <summary>
    /// Whether analyzers look at the source. Not unless it is asked for: an analyzer's error would end the build with what it knows,
    /// and <c>generate</c> tells all that is wrong at once.
    /// </summary>
    public bool Analyze { get; init; }

    /// <summary>Whether the last build is used, and this one is kept for the next.</summary>
    public bool UsesCache { get; init; } = Environment.GetEnvironmentVariable(NoCacheVariable) is not { Length: > 0 };

    /// <summary>How much the cache may hold.</summary>
    public long CacheMegabytes { get; init; } =
        long.TryParse(Environment.GetEnvironmentVariable(CacheSizeVariable), out var given) && given >= 0 ? given : DefaultMegabytes;

    /// <summary>Whether the user asked where the time goes.</summary>
    public bool ShowsTimings { get; init; }

    public BuildTimings Timings { get; init; } = new();
}
