using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Spaceforge.Shared;

/// <summary>
/// What every local Spacelift has: a loopback port, tokens that expire, and plugin outputs. Both the tool, for <c>simulate</c>, and the
/// library for tests compile it: the native tool has no use for the GraphQL engine that tests have.
/// </summary>
sealed class SpaceliftServer : IDisposable
{
    readonly TimeProvider _clock;
    readonly Func<string, string?, Task<byte[]>> _answer;
    readonly HttpListener _listener;
    readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new();
    readonly ConcurrentDictionary<string, string> _outputs = new();
    readonly ConcurrentDictionary<string, string> _uploads = new();
    readonly string _address;

    /// <summary>Starts it on a free port.</summary>
    /// <param name="clock">The clock by which tokens expire.</param>
    /// <param name="answer">Answers a GraphQL request: its body, and the token that was sent or null.</param>
    public SpaceliftServer(TimeProvider clock, Func<string, string?, Task<byte[]>> answer)
    {
        (_clock, _answer) = (clock, answer);
        (_listener, _address) = Listen();
        RunToken = NewToken(TimeSpan.FromHours(3)).Token;
        _ = ServeAsync();
    }

    public string Endpoint => $"{_address}/graphql";

    public string RunToken { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Markdown that was uploaded, by plugin.</summary>
    public IReadOnlyDictionary<string, string> PluginOutputs => _outputs;

    /// <summary>Sees a request before it is answered, and may answer it itself.</summary>
    public Func<ServerRequest, HttpListenerResponse, Task<Interception>>? Intercept { get; init; }

    public void ExpireTokens() => _tokens.Clear();

    public bool IsGood(string? token) => token is not null && _tokens.TryGetValue(token, out var until) && until > Now;

    public (string Token, DateTimeOffset Until) NewToken(TimeSpan lifetime)
    {
        // As the platform's: a token names the address it is for, and whoever has only the token asks there.
        var until = Now + lifetime;
        var claims = new JsonObject { ["aud"] = new JsonArray(_address), ["exp"] = until.ToUnixTimeSeconds(), ["jti"] = $"{Guid.NewGuid():N}" };
        var token = $"{Base64Url.EncodeToString("""{"alg":"none"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.fake";
        return (token, _tokens[token] = until);
    }

    public void Dispose() => _listener.Close();

    static (HttpListener Listener, string Address) Listen()
    {
        while (true)
        {
            var address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}";
            var listener = new HttpListener();
            listener.Prefixes.Add($"{address}/");
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException)
            {
                // Somebody has the port: another one will do.
            }
        }
    }

    async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var headers = context.Request.Headers.AllKeys.OfType<string>().ToDictionary(name => name, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
            var request = new ServerRequest(context.Request.HttpMethod, context.Request.RawUrl!, headers, await reader.ReadToEndAsync());
            var interception = Intercept is null ? Interception.None : await Intercept(request, context.Response);
            if (interception == Interception.Answered) return;

            var (status, body) = await HandleAsync(request);
            if (interception == Interception.LoseAnswer)
            {
                context.Response.Abort();
                return;
            }

            context.Response.StatusCode = status;
            context.Response.Close(body, willBlock: true);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The plugin did not wait for the answer.
        }
        catch (Exception e)
        {
            // Without an answer, whoever asked would wait until its time limit, and never know why.
            TryFail(context.Response, e);
        }
    }

    static void TryFail(HttpListenerResponse response, Exception reason)
    {
        try
        {
            response.StatusCode = 500;
            response.ContentType = "text/plain; charset=utf-8";
            response.Close(Encoding.UTF8.GetBytes(reason.ToString()), willBlock: true);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // An answer has begun already.
            response.Abort();
        }
    }

    async Task<(int Status, byte[] Body)> HandleAsync(ServerRequest request)
    {
        var token = request.Headers.TryGetValue("Authorization", out var authorization) && authorization.StartsWith("Bearer ", StringComparison.Ordinal)
            ? authorization["Bearer ".Length..]
            : null;
        switch (request.Method, request.Path.Split('?')[0])
        {
            case ("POST", "/graphql"):
                return (200, await _answer(request.Body, token));

            case ("POST", "/worker/plugin_logs_url"):
                return !IsGood(token) ? (401, []) : (200, Encoding.UTF8.GetBytes(UploadAddress(request).ToJsonString()));

            case ("PUT", "/upload") when _uploads.TryRemove(request.Path, out var plugin):
                // As a signed address: whoever has it may write, once, with the headers that were signed.
                if (token is not null || !request.Headers.TryGetValue("x-fake-signed", out var signed) || signed != plugin) return (403, []);
                _outputs[plugin] = request.Body;
                return (200, []);

            default:
                return (404, []);
        }
    }

    JsonObject UploadAddress(ServerRequest request)
    {
        var plugin = JsonNode.Parse(request.Body)!["plugin_name"]!.GetValue<string>();
        var path = string.Create(CultureInfo.InvariantCulture, $"/upload?signature={Guid.NewGuid():N}");
        _uploads[path] = plugin;
        return new JsonObject { ["url"] = _address + path, ["headers"] = new JsonObject { ["x-fake-signed"] = plugin } };
    }
}

/// <summary>A request that the server received.</summary>
sealed record ServerRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What has become of a request before it is answered.</summary>
enum Interception
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is carried out, and its answer is lost.</summary>
    LoseAnswer,

    /// <summary>It has been answered.</summary>
    Answered,
}
