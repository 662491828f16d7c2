namespace Spaceforge.Cli.Images;

/// <summary>What an image may have at most.</summary>
sealed record ImageLimits
{
    /// <summary>Bytes of all layers when they are unpacked.</summary>
    public long Size { get; init; } = 30_000_000_000;

    /// <summary>Entries of all layers.</summary>
    public int Entries { get; init; } = 2_000_000;

    /// <summary>How many times larger than itself a compressed layer may become, once it is larger than <see cref="FreeSize"/>.</summary>
    public int Ratio { get; init; } = 200;

    public long FreeSize { get; init; } = 500_000_000;

    public int Layers { get; init; } = 200;

    /// <summary>Folders in folders.</summary>
    public int Depth { get; init; } = 150;

    /// <summary>Bytes of a manifest, an index or a configuration.</summary>
    public int Json { get; init; } = 4_000_000;

    public int JsonDepth { get; init; } = 32;
}
