using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Spaceforge.Testing;

/// <summary>What every local Spacelift has: a loopback port, tokens that expire, plugin outputs, and faults on demand.</summary>
sealed class SpaceliftServer : IDisposable
{
    readonly TimeProvider _clock;
    readonly Func<string, string?, Task<byte[]>> _answer;
    readonly HttpListener _listener;
    readonly ConcurrentQueue<Fault> _faults = new();
    readonly ConcurrentQueue<FakeRequest> _requests = new();
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
            var request = new FakeRequest
            {
                Method = context.Request.HttpMethod,
                Path = context.Request.RawUrl!,
                Headers = headers,
                Body = await reader.ReadToEndAsync(),
            };
            _requests.Enqueue(request);
            if (_faults.TryDequeue(out var fault) && !await GoWrongAsync(fault, context.Response)) return;

            var (status, body) = await HandleAsync(request);
            if (fault?.LosesAnswer == true)
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
    }

    /// <returns>Whether the right answer follows.</returns>
    static async Task<bool> GoWrongAsync(Fault fault, HttpListenerResponse response)
    {
        await Task.Delay(fault.Wait);
        await fault.Held;
        if (fault.AnswersAfterwards) return true;

        response.StatusCode = fault.StatusCode;
        if (fault.RetryAfter is { } seconds) response.Headers["Retry-After"] = seconds;
        if (fault.IsCut)
        {
            response.ContentLength64 = 1_000;
            await response.OutputStream.WriteAsync("{\"data\":"u8.ToArray());
            await response.OutputStream.FlushAsync();
            response.Abort();
            return false;
        }

        response.Close(fault.Body!, willBlock: true);
        return false;
    }

    async Task<(int Status, byte[] Body)> HandleAsync(FakeRequest request)
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

    JsonObject UploadAddress(FakeRequest request)
    {
        var plugin = JsonNode.Parse(request.Body)!["plugin_name"]!.GetValue<string>();
        var path = string.Create(CultureInfo.InvariantCulture, $"/upload?signature={Guid.NewGuid():N}");
        _uploads[path] = plugin;
        return new JsonObject { ["url"] = _address + path, ["headers"] = new JsonObject { ["x-fake-signed"] = plugin } };
    }
}
