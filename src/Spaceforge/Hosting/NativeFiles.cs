namespace Spaceforge.Hosting;

/// <summary>The executables that a manifest points to.</summary>
/// <param name="Sums">A file with SHA-256 sums, in the format of <c>sha256sum</c>.</param>
/// <param name="UrlBase">The URL of the folder that workers download the executables from.</param>
sealed record NativeFiles(string Sums, string UrlBase)
{
    /// <summary>Reads the options; null if neither is given.</summary>
    /// <exception cref="UsageException">Only one of the two is given.</exception>
    public static NativeFiles? Parse(string? sums, string? urlBase) => (sums, urlBase) switch
    {
        (null, null) => null,
        (null, _) =>
            throw new UsageException("--url-base requires --native, the file with the checksums of the executables."),
        (_, null) =>
            throw new UsageException("--native requires --url-base, the URL of the folder that workers download the executables from."),
        _ => new NativeFiles(sums, urlBase),
    };
}
