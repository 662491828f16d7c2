namespace Spaceforge.Cli.Building;

/// <summary>How plugins are built.</summary>
/// <param name="Folder">The folder that file names in messages are relative to.</param>
sealed record BuildOptions(string Folder)
{
    const string NoCacheVariable = "SPACEFORGE_NO_CACHE";
    const string CacheSizeVariable = "SPACEFORGE_CACHE_SIZE";
    const long DefaultMegabytes = 1000;

    /// <summary>
    /// Whether analyzers run. Off by default: an analyzer's error would end the build early,
    /// and <c>generate</c> reports all errors at once.
    /// </summary>
    public bool Analyze { get; init; }

    /// <summary>The form of the manifest that is made of the build, without a check; null if none is or it is not known yet.</summary>
    public FormChoice? Form { get; init; }

    /// <summary>Whether to reuse the last build and keep this one.</summary>
    public bool UsesCache { get; init; } = Environment.GetEnvironmentVariable(NoCacheVariable) is not { Length: > 0 };

    /// <summary>The maximum size of the cache.</summary>
    public long CacheMegabytes { get; init; } =
        long.TryParse(Environment.GetEnvironmentVariable(CacheSizeVariable), out var given) && given >= 0 ? given : DefaultMegabytes;

    /// <summary>Whether to print timings.</summary>
    public bool ShowsTimings { get; init; }

    public BuildTimings Timings { get; init; } = new();
}
