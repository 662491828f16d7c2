namespace Spaceforge;

/// <summary>A file that a context writes into the workspace before the run starts.</summary>
/// <param name="Path">
/// The path below <c>/mnt/workspace/</c>: <c>tmp/config.json</c> becomes <c>/mnt/workspace/tmp/config.json</c>.
/// An absolute path must be inside <c>/mnt/workspace/</c>.
/// </param>
/// <param name="Content">The text, written byte for byte as UTF-8; at most 2 MB.</param>
public sealed record MountedFile(string Path, string Content)
{
    /// <summary>Whether the platform hides the content. Default: false.</summary>
    public bool Sensitive { get; init; }
}
