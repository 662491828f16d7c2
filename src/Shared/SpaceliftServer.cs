using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Shared;

/// <summary>
/// What every local Spacelift has: a loopback port, tokens that expire, and plugin outputs. Both the tool, for <c>simulate</c>, and the
/// library for tests compile it: the native tool has no use for the GraphQL engine that tests have.
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

    /// <summary>Starts it on a free port.</summary>
    /// <param name="clock">The clock by which tokens expire.</param>
    /// <param name="answer">Answers a GraphQL request: its body, and the token that was sent or null.</param>
    public SpaceliftServer(TimeProvider clock, Func<string, string?, Task<byte[]>> answer)
    {
        (_clock, _answer) = (clock, answer);
        _server = new LoopbackServer(LimitOf, AnswerAsync);
        RunToken = NewToken(TimeSpan.FromHours(3)).Token;
    }

    public string Endpoint => $"{_server.Address}/graphql";

    public string RunToken { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Markdown that was uploaded, by plugin.</summary>
    public IReadOnlyDictionary<string, string> PluginOutputs => _outputs;

    /// <summary>Sees each request with its body before it is carried out.</summary>
    public Func<LoopbackRequest, string, Task<Interception>>? Intercept { get; init; }

    public void ExpireTokens() => _tokens.Clear();

    public bool IsGood(string? token) => token is not null && _tokens.TryGetValue(token, out var until) && until > Now;

    public (string Token, DateTimeOffset Until) NewToken(TimeSpan lifetime)
    {
        // As the platform's: a token names the address it is for, and whoever has only the token asks there.
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

    /// <summary>Whoever has no token sends no more than a login: 127.0.0.1 is open to every process of the machine.</summary>
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
                // As a signed address: whoever has it may write, once, with the headers that were signed.
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
            // Duplicate keys are an ArgumentException.
            return null;
        }
    }
}

/// <summary>What becomes of a request before it is carried out.</summary>
/// <param name="Answer">The answer that it has already, or null.</param>
/// <param name="LosesAnswer">Whether it is carried out, and its answer is lost.</param>
sealed record Interception(LoopbackAnswer? Answer, bool LosesAnswer)
{
    public static Interception None { get; } = new(null, LosesAnswer: false);
}
