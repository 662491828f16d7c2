using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Testing;

/// <summary>What every local Spacelift has: a loopback port, tokens that expire, plugin outputs, and faults on demand.</summary>
sealed class SpaceliftServer : IDisposable
{
    const int LargestBody = 16_000_000;
    const int LargestOfStrangers = 65_536;
    const int MostUploads = 1_000;
    const int MostOutputs = 100;
    const long MostKept = 100_000_000;

    readonly TimeProvider _clock;
    readonly Func<string, string?, Task<byte[]>> _answer;
    readonly LoopbackServer _server;
    readonly ConcurrentQueue<Fault> _faults = new();
    readonly ConcurrentQueue<FakeRequest> _requests = new();
    readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new();
    readonly ConcurrentDictionary<string, string> _outputs = new();
    readonly ConcurrentDictionary<string, string> _uploads = new();
    long _kept;

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

    public IReadOnlyCollection<FakeRequest> Requests => _requests;

    public void Fail(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults) _faults.Enqueue(fault);
    }

    public void ExpireTokens() => _tokens.Clear();

    public bool IsGood(string? token) => token is not null && _tokens.TryGetValue(token, out var until) && until > Now;

    public (string Token, DateTimeOffset Until) NewToken(TimeSpan lifetime)
    {
        // As the platform's: a token names the address it is for, and whoever has only the token asks there.
        var until = Now + lifetime;
        var claims = new JsonObject { ["aud"] = new JsonArray(_server.Address), ["exp"] = until.ToUnixTimeSeconds(), ["jti"] = $"{Guid.NewGuid():N}" };
        var token = $"{Base64Url.EncodeToString("""{"alg":"none"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.fake";
        return (token, _tokens[token] = until);
    }

    public void Dispose() => _server.Dispose();

    /// <summary>Whoever has no token sends no more than a login: 127.0.0.1 is open to every process of the machine.</summary>
    int LimitOf(LoopbackRequest request) => IsGood(TokenOf(request.Headers)) || _uploads.ContainsKey(request.Path) ? LargestBody : LargestOfStrangers;

    async Task<LoopbackAnswer> AnswerAsync(LoopbackRequest head, string body)
    {
        var request = new FakeRequest { Method = head.Method, Path = head.Path, Headers = head.Headers, Body = body };
        if (Interlocked.Add(ref _kept, body.Length + 1_000) <= MostKept) _requests.Enqueue(request);
        if (_faults.TryDequeue(out var fault))
        {
            await Task.Delay(fault.Wait);
            await fault.Held;
            if (!fault.AnswersAfterwards) return Wrong(fault);
        }

        var (status, answer) = await HandleAsync(request);
        return new LoopbackAnswer(status, answer) { IsLost = fault?.LosesAnswer == true };
    }

    static LoopbackAnswer Wrong(Fault fault) => fault.IsCut
        ? new LoopbackAnswer(fault.StatusCode, "{\"data\":"u8.ToArray()) { AnnouncedLength = 1_000 }
        : new LoopbackAnswer(fault.StatusCode, fault.Body!) { RetryAfter = fault.RetryAfter };

    static string? TokenOf(IReadOnlyDictionary<string, string> headers) =>
        headers.TryGetValue("Authorization", out var authorization) && authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? authorization["Bearer ".Length..] : null;

    async Task<(int Status, byte[] Body)> HandleAsync(FakeRequest request)
    {
        var token = TokenOf(request.Headers);
        switch (request.Method, request.Path.Split('?')[0])
        {
            case ("POST", "/graphql"):
                return (200, await _answer(request.Body, token));

            case ("POST", "/worker/plugin_logs_url"):
                return !IsGood(token) ? (401, []) : UploadAddress(request);

            case ("PUT", "/upload") when _uploads.TryRemove(request.Path, out var plugin):
                // As a signed address: whoever has it may write, once, with the headers that were signed.
                if (token is not null || !request.Headers.TryGetValue("x-fake-signed", out var signed) || signed != plugin) return (403, []);
                if (!_outputs.ContainsKey(plugin) && _outputs.Count >= MostOutputs) return (429, "There are too many outputs.\n"u8.ToArray());
                _outputs[plugin] = request.Body;
                return (200, []);

            default:
                return (404, []);
        }
    }

    (int Status, byte[] Body) UploadAddress(FakeRequest request)
    {
        if (PluginName(request.Body) is not { } plugin) return (400, "The request names no plugin.\n"u8.ToArray());
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
            return JsonNode.Parse(body) is JsonObject given && given["plugin_name"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Duplicate keys are an ArgumentException.
            return null;
        }
    }
}
