namespace Spaceforge;

/// <summary>Where a worker fetches a binary for one architecture. An address converts by itself: <c>Amd64 = "https://..."</c>.</summary>
/// <param name="Url">
/// An absolute http or https address of the program itself, or of an archive that holds a file of the binary's name, or an
/// executable one whose name goes on with <c>-</c> or <c>_</c>: <c>.tar.gz</c>, <c>.tgz</c>, <c>.tar.xz</c>, <c>.tar.bz2</c>, <c>.tbz2</c>
/// or <c>.zip</c>.
/// </param>
/// <param name="Sha256">The SHA-256 of what the address gives, in 64 hexadecimal digits; left out, it is not checked.</param>
public sealed record Download(string Url, string? Sha256 = null)
{
    /// <summary>A download that is not checked.</summary>
    public static implicit operator Download(string url) => new(url);
}
