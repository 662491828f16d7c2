using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Shared;

/// <summary>
/// What all local Spacelift servers share: a loopback port, expiring tokens, and plugin outputs. Compiled into the tool for
/// <c>simulate</c> and into the testing library, because the native tool must not contain the GraphQL engine that tests use.
/// </summary>
sealed class SpaceliftServer : IDisposable
{
    const int LargestBody = 16_000_000;
    const int LargestOfStrangers = 65_536;
    const int MostUploads = 1_000;
    const int MostOutputs = 100;

    readonly TimeProvider _clock;
    readonly Func<string, string?, Task<byte[]>> _answer;
    readonly LoopbackServer _server;
    readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new();
    readonly ConcurrentDictionary<string, string> _outputs = new();
    readonly ConcurrentDictionary<string, string> _uploads = new();

    /// <summary>Starts the server on a free port.</summary>
    /// <param name="clock">The clock for token expiry.</param>
    /// <param name="answer">Answers a GraphQL request, given its body and the token, which is null if none was sent.</param>
    public SpaceliftServer(TimeProvider clock, Func<string, string?, Task<byte[]>> answer)
    {
        (_clock, _answer) = (clock, answer);
        _server = new LoopbackServer(LimitOf, AnswerAsync);
        RunToken = NewToken(TimeSpan.FromHours(3)).Token;
    }

    public string Endpoint => $"{_server.Address}/graphql";

    public string RunToken { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Uploaded Markdown, by plugin.</summary>
    public IReadOnlyDictionary<string, string> PluginOutputs => _outputs;

    /// <summary>Called with each request and its body before it is processed.</summary>
    public Func<LoopbackRequest, string, Task<Interception>>? Intercept { get; init; }

    public void ExpireTokens() => _tokens.Clear();

    public bool IsGood(string? token) => token is not null && _tokens.TryGetValue(token, out var until) && until > Now;

    public (string Token, DateTimeOffset Until) NewToken(TimeSpan lifetime)
    {
        // As on the platform, a token contains its endpoint, for clients that only have the token.
        var until = Now + lifetime;
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray(_server.Address),
            ["exp"] = until.ToUnixTimeSeconds(),
            ["jti"] = $"{Guid.NewGuid():N}"
        };
        var token = $"{Base64Url.EncodeToString("""{"alg":"none"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.fake";
        return (token, _tokens[token] = until);
    }

    public void Dispose() => _server.Dispose();

    /// <summary>Without a token, only a login is accepted: every process on the machine can reach 127.0.0.1.</summary>
    int LimitOf(LoopbackRequest request) =>
        IsGood(TokenOf(request.Headers)) || _uploads.ContainsKey(request.Path) ? LargestBody : LargestOfStrangers;

    async Task<LoopbackAnswer> AnswerAsync(LoopbackRequest request, string body)
    {
        var interception = Intercept is null ? Interception.None : await Intercept(request, body);
        if (interception.Answer is { } given) return given;

        var (status, answer) = await HandleAsync(request, body);
        return new LoopbackAnswer(status, answer) { IsLost = interception.LosesAnswer };
    }

    static string? TokenOf(IReadOnlyDictionary<string, string> headers) =>
        headers.TryGetValue("Authorization", out var authorization) && authorization.StartsWith("Bearer ", StringComparison.Ordinal)
            ? authorization["Bearer ".Length..] : null;

    async Task<(int Status, byte[] Body)> HandleAsync(LoopbackRequest request, string body)
    {
        var token = TokenOf(request.Headers);
        switch (request.Method, request.Path.Split('?')[0])
        {
            case ("POST", "/graphql"):
                return (200, await _answer(body, token));

            case ("POST", "/worker/plugin_logs_url"):
                return !IsGood(token) ? (401, []) : UploadAddress(body);

            case ("PUT", "/upload") when _uploads.TryRemove(request.Path, out var plugin):
                // Like a signed URL: anyone who has it may write once, with the signed headers.
                if (token is not null || !request.Headers.TryGetValue("x-fake-signed", out var signed) || signed != plugin)
                {
                    return (403, []);
                }
                if (!_outputs.ContainsKey(plugin) && _outputs.Count >= MostOutputs)
                {
                    return (429, "There are too many outputs.\n"u8.ToArray());
                }
                _outputs[plugin] = body;
                return (200, []);

            default:
                return (404, []);
        }
    }

    (int Status, byte[] Body) UploadAddress(string body)
    {
        if (PluginName(body) is not { } plugin) return (400, "The request names no plugin.\n"u8.ToArray());
        if (_uploads.Count >= MostUploads) return (429, "There are too many uploads that nobody began.\n"u8.ToArray());

        var path = string.Create(CultureInfo.InvariantCulture, $"/upload?signature={Guid.NewGuid():N}");
        _uploads[path] = plugin;
        var address = new JsonObject { ["url"] = _server.Address + path, ["headers"] = new JsonObject { ["x-fake-signed"] = plugin } };
        return (200, Encoding.UTF8.GetBytes(address.ToJsonString()));
    }

    static string? PluginName(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject given && given["plugin_name"] is JsonValue value && value.TryGetValue<string>(
                out var name) ? name : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Duplicate keys throw an ArgumentException.
            return null;
        }
    }
}

/// <summary>A decision about a request before it is processed.</summary>
/// <param name="Answer">The answer, or null to process the request.</param>
/// <param name="LosesAnswer">Whether the request is processed but its answer is lost.</param>
sealed record Interception(LoopbackAnswer? Answer, bool LosesAnswer)
{
    public static Interception None { get; } = new(null, LosesAnswer: false);
}
