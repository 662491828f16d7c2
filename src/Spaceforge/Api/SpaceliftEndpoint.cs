namespace Spaceforge.Api;

/// <summary>URLs that a token may be sent to.</summary>
static class SpaceliftEndpoint
{
    /// <summary>The URL without a trailing slash; null if it is neither https nor on this machine.</summary>
    public static Uri? Parse(string text) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : null;
}
