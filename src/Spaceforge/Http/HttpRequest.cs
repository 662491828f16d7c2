using System.Buffers;
using System.Text;

namespace Spaceforge.Http;

/// <summary>What is sent to a server: a body, and a few headers.</summary>
/// <remarks>Not .NET's own message: a static executable without that library is half as large.</remarks>
sealed record HttpRequest(string Method, Uri Address, byte[] Body, string ContentType)
{
    static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What the body is says the request itself.
    static readonly string[] OwnHeaders = ["Content-Type", "Content-Length", "Transfer-Encoding", "Expect"];

    readonly List<KeyValuePair<string, string>> _headers = [];

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <param name="token">What the request shows, or null.</param>
    public static HttpRequest PostJson(Uri address, string json, string? token)
    {
        var request = new HttpRequest("POST", address, Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8");
        if (token is not null) request.Add("Authorization", $"Bearer {token}");
        return request;
    }

    /// <summary>Adds a header; one that says what the body is, is passed over.</summary>
    /// <exception cref="InvalidDataException">It is none: it would end the headers, or begin another.</exception>
    public void Add(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters) || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new InvalidDataException("A header of the request has characters that no header has.");
        }

        if (!OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)) _headers.Add(new(name, value.Trim(' ')));
    }
}
