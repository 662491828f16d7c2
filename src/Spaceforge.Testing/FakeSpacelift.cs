using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Testing.Api;

namespace Spaceforge.Testing;

/// <summary>A Spacelift on a loopback port: GraphQL, tokens that expire, plugin outputs, and faults on demand.</summary>
/// <remarks>
/// <code>
/// using var spacelift = new FakeSpacelift();
/// spacelift.Stacks.Add(new FakeStack { Id = "my-stack", Name = "My stack" });
/// </code>
/// </remarks>
public sealed class FakeSpacelift : IDisposable
{
    readonly TimeProvider _clock;
    readonly HttpListener _listener;
    readonly GraphQLEngine _engine;
    readonly ConcurrentQueue<Fault> _faults = new();
    readonly ConcurrentQueue<FakeRequest> _requests = new();
    readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new();
    readonly ConcurrentDictionary<string, string> _outputs = new();
    readonly ConcurrentDictionary<string, string> _uploads = new();
    readonly string _address;
    int _ids;

    /// <summary>Starts it on a free port.</summary>
    /// <param name="clock">The clock by which tokens expire. Default: the system's.</param>
    public FakeSpacelift(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _engine = new GraphQLEngine(this);
        (_listener, _address) = Listen();
        RunToken = NewToken(TimeSpan.FromHours(3));
        _ = ServeAsync();
    }

    /// <summary>The GraphQL endpoint, for <c>TF_VAR_spacelift_graphql_endpoint</c>.</summary>
    public string Endpoint => $"{_address}/graphql";

    /// <summary>The run's token, for <c>SPACELIFT_API_TOKEN</c>; good for 3 hours.</summary>
    public string RunToken { get; }

    /// <summary>Stacks that queries find.</summary>
    public IList<FakeStack> Stacks { get; } = [];

    /// <summary>Plugin templates, those that were made among them.</summary>
    public IList<FakePluginTemplate> PluginTemplates { get; } = [];

    /// <summary>Installed plugins.</summary>
    public IList<FakePlugin> Plugins { get; } = [];

    /// <summary>API keys that <c>apiKeyUser</c> knows.</summary>
    public IList<FakeApiKey> ApiKeys { get; } = [];

    /// <summary>GitHub tokens that <c>oauthUser</c> knows.</summary>
    public ISet<string> GitHubTokens { get; } = new HashSet<string>();

    /// <summary>Ids of spaces that plugins can be installed in.</summary>
    public ISet<string> Spaces { get; } = new HashSet<string> { "root" };

    /// <summary>Whether a second template of the same name is refused. Default: no.</summary>
    public bool TemplateNamesAreUnique { get; set; }

    /// <summary>Fields of the schema that no token has the permission for, for instance <c>stacks</c>.</summary>
    public ISet<string> Forbidden { get; } = new HashSet<string>();

    /// <summary>Markdown that was uploaded, by plugin.</summary>
    public IReadOnlyDictionary<string, string> PluginOutputs => _outputs;

    /// <summary>All requests, oldest first.</summary>
    public IReadOnlyCollection<FakeRequest> Requests => _requests;

    /// <summary>Lets the next requests go wrong, each in one way.</summary>
    /// <param name="faults">The faults, in the order of the requests.</param>
    public void Fail(params IEnumerable<Fault> faults)
    {
        foreach (var fault in faults) _faults.Enqueue(fault);
    }

    /// <summary>Takes all tokens back, as if they had expired.</summary>
    public void ExpireTokens() => _tokens.Clear();

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    internal bool IsGood(string token) => _tokens.TryGetValue(token, out var until) && until > _clock.GetUtcNow();

    internal (string Token, DateTimeOffset Until)? LogIn(string id, string secret)
    {
        if (ApiKeys.FirstOrDefault(key => key.Id == id && key.Secret == secret) is not { } found) return null;

        var token = NewToken(found.Lifetime);
        return (token, _tokens[token]);
    }

    internal (string Token, DateTimeOffset Until)? LogIn(string gitHubToken)
    {
        if (!GitHubTokens.Contains(gitHubToken)) return null;

        var token = NewToken(TimeSpan.FromHours(1));
        return (token, _tokens[token]);
    }

    internal DateTimeOffset Now => _clock.GetUtcNow();

    internal string NextId() => $"01FAKE{Interlocked.Increment(ref _ids):D20}";

    string NewToken(TimeSpan lifetime)
    {
        // As the platform's: a token names the address it is for, and whoever has only the token asks there.
        var until = _clock.GetUtcNow() + lifetime;
        var claims = new JsonObject { ["aud"] = new JsonArray(_address), ["exp"] = until.ToUnixTimeSeconds(), ["jti"] = $"{Guid.NewGuid():N}" };
        var token = $"{Base64Url.EncodeToString("""{"alg":"none"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.fake";
        _tokens[token] = until;
        return token;
    }

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
            var request = new FakeRequest(context.Request.HttpMethod, context.Request.RawUrl!, headers, await reader.ReadToEndAsync());
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
                return (200, await _engine.ExecuteAsync(request.Body, token));

            case ("POST", "/worker/plugin_logs_url"):
                return token is null || !IsGood(token) ? (401, []) : (200, Encoding.UTF8.GetBytes(UploadAddress(request).ToJsonString()));

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
