namespace Spaceforge.Hosting;

/// <summary>The executables that a manifest is made for.</summary>
/// <param name="Sums">A file of SHA-256 sums, as <c>sha256sum</c> writes it.</param>
/// <param name="UrlBase">
/// The address of the folder that workers download the executables from; null where the manifest contains them, from beside the sums.
/// </param>
sealed record NativeFiles(string Sums, string? UrlBase)
{
    /// <summary>What the options say; null where none is given.</summary>
    /// <exception cref="UsageException">They do not go together.</exception>
    public static NativeFiles? Parse(string? sums, string? urlBase, bool embed) => (sums, urlBase, embed) switch
    {
        (null, null, false) => null,
        (_, not null, true) => throw new UsageException("--embed puts the executables into the manifest, so it does not work with --url-base."),
        (null, null, true) => throw new UsageException("--embed needs --native, the file with the SHA-256 sums of the executables beside it."),
        (null, _, _) =>
            throw new UsageException("--url-base requires --native, the file with the checksums of the executables."),
        (_, null, false) => throw new UsageException(
            "--native requires --url-base, the URL of the folder that workers download the executables from, or --embed, which puts them into the manifest."),
        _ => new NativeFiles(sums, urlBase),
    };
}
