namespace Spaceforge.Hosting;

/// <summary>The executables that a manifest is made for.</summary>
/// <param name="Sums">A file of SHA-256 sums, as <c>sha256sum</c> writes it.</param>
/// <param name="UrlBase">The URL of the folder that workers download the executables from.</param>
sealed record NativeFiles(string Sums, string UrlBase)
{
    /// <summary>What the options say; null where none is given.</summary>
    /// <exception cref="UsageException">One of the two is given without the other.</exception>
    public static NativeFiles? Parse(string? sums, string? urlBase) => (sums, urlBase) switch
    {
        (null, null) => null,
        (null, _) =>
            throw new UsageException("--url-base is where workers download executables from: it needs --native, the file with their sums."),
        (_, null) =>
            throw new UsageException("--native needs --url-base, the address of the folder that workers download the executables from."),
        _ => new NativeFiles(sums, urlBase),
    };
}
