namespace Spaceforge;

/// <summary>The download of a binary for one architecture. Converts implicitly from a URL: <c>Amd64 = "https://..."</c>.</summary>
/// <param name="Url">
/// An absolute http or https URL of the program itself, or of an archive that contains a file with the binary's name, or an
/// executable file whose name continues with <c>-</c> or <c>_</c>: <c>.tar.gz</c>, <c>.tgz</c>, <c>.tar.xz</c>, <c>.tar.bz2</c>,
/// <c>.tbz2</c> or <c>.zip</c>.
/// </param>
/// <param name="Sha256">The SHA-256 of the downloaded file, in 64 hexadecimal digits. If null, the download is not verified.</param>
public sealed record Download(string Url, string? Sha256 = null)
{
    /// <summary>A download without a checksum.</summary>
    public static implicit operator Download(string url) => new(url);
}
