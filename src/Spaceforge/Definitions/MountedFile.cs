namespace Spaceforge;

/// <summary>A file that a context puts into the workspace before the run starts.</summary>
/// <param name="Path">
/// Where it goes, below <c>/mnt/workspace/</c>: <c>tmp/config.json</c> becomes <c>/mnt/workspace/tmp/config.json</c>.
/// An absolute path must lie in <c>/mnt/workspace/</c>.
/// </param>
/// <param name="Content">Its text, written to the byte as UTF-8; at most 2 MB.</param>
public sealed record MountedFile(string Path, string Content)
{
    /// <summary>Whether the platform hides the content. Default: no.</summary>
    public bool Sensitive { get; init; }
}
