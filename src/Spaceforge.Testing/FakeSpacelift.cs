using System.Collections.Concurrent;
using Spaceforge.Shared;
using Spaceforge.Testing.Api;

namespace Spaceforge.Testing;

/// <summary>A fake Spacelift on a loopback port: GraphQL, tokens that expire, plugin outputs, and faults on demand.</summary>
/// <remarks>
/// <code>
/// using var spacelift = new FakeSpacelift();
/// spacelift.Stacks.Add(new FakeStack { Id = "my-stack", Name = "My stack" });
/// </code>
/// </remarks>
public sealed class FakeSpacelift : IDisposable
{
    const long MostKept = 100_000_000;

    readonly SpaceliftServer _server;
    readonly ConcurrentQueue<Fault> _faults = new();
    readonly ConcurrentQueue<FakeRequest> _requests = new();
    int _ids;
    long _kept;

    /// <summary>Starts the server on a free port.</summary>
    /// <param name="clock">The clock for token expiry. Default: the system's.</param>
    public FakeSpacelift(TimeProvider? clock = null) =>
        _server = new SpaceliftServer(clock ?? TimeProvider.System, new GraphQLEngine(this).ExecuteAsync) { Intercept = InterceptAsync };

    /// <summary>The GraphQL endpoint, for <c>TF_VAR_spacelift_graphql_endpoint</c>.</summary>
    public string Endpoint => _server.Endpoint;

    /// <summary>The run's token, for <c>SPACELIFT_API_TOKEN</c>; valid for 3 hours.</summary>
    public string RunToken => _server.RunToken;

    /// <summary>Stacks for queries to find.</summary>
    public IList<FakeStack> Stacks { get; } = [];

    /// <summary>Contexts for queries to find.</summary>
    public IList<FakeContext> Contexts { get; } = [];

    /// <summary>Plugin templates, including those created by requests.</summary>
    public IList<FakePluginTemplate> PluginTemplates { get; } = [];

    /// <summary>Installed plugins.</summary>
    public IList<FakePlugin> Plugins { get; } = [];

    /// <summary>API keys that <c>apiKeyUser</c> accepts.</summary>
    public IList<FakeApiKey> ApiKeys { get; } = [];

    /// <summary>GitHub tokens that <c>oauthUser</c> accepts.</summary>
    public ISet<string> GitHubTokens { get; } = new HashSet<string>();

    /// <summary>The ids of spaces in which plugins can be installed.</summary>
    public ISet<string> Spaces { get; } = new HashSet<string> { "root" };

    /// <summary>Whether a second template with the same name is rejected. Default: false.</summary>
    public bool TemplateNamesAreUnique { get; set; }

    /// <summary>Schema fields that no token has permission for, for example <c>stacks</c>.</summary>
    public ISet<string> Forbidden { get; } = new HashSet<string>();

    /// <summary>Uploaded Markdown, by plugin.</summary>
    public IReadOnlyDictionary<string, string> PluginOutputs => _server.PluginOutputs;

    /// <summary>All requests, oldest first.</summary>
    public IReadOnlyCollection<FakeRequest> Requests => _requests;

    /// <summary>Makes the next requests fail, one fault per request.</summary>
    /// <param name="faults">The faults, in request order.</param>
    public void Fail(params IEnumerable<Fault> faults)
    {
        foreach (var fault in faults) _faults.Enqueue(fault);
    }

    /// <summary>Revokes all tokens, as if they had expired.</summary>
    public void ExpireTokens() => _server.ExpireTokens();

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    internal bool IsGood(string token) => _server.IsGood(token);

    internal (string Token, DateTimeOffset Until)? LogIn(string id, string secret) =>
        ApiKeys.FirstOrDefault(key => key.Id == id && key.Secret == secret) is { } found ? _server.NewToken(found.TokenLifetime) : null;

    internal (string Token, DateTimeOffset Until)? LogIn(string gitHubToken) =>
        GitHubTokens.Contains(gitHubToken) ? _server.NewToken(TimeSpan.FromHours(1)) : null;

    internal DateTimeOffset Now => _server.Now;

    internal string NextId() => $"01FAKE{Interlocked.Increment(ref _ids):D20}";

    async Task<Interception> InterceptAsync(LoopbackRequest head, string body)
    {
        var request = new FakeRequest { Method = head.Method, Path = head.Path, Headers = head.Headers, Body = body };
        if (Interlocked.Add(ref _kept, body.Length + 1_000) <= MostKept) _requests.Enqueue(request);
        if (!_faults.TryDequeue(out var fault)) return Interception.None;

        await Task.Delay(fault.Wait);
        await fault.Held;
        return new Interception(fault.AnswersAfterwards ? null : Wrong(fault), fault.LosesAnswer);
    }

    static LoopbackAnswer Wrong(Fault fault) => fault.IsCut
        ? new LoopbackAnswer(fault.StatusCode, "{\"data\":"u8.ToArray()) { AnnouncedLength = 1_000 }
        : new LoopbackAnswer(fault.StatusCode, fault.Body!) { Headers = fault.RetryAfter is { } seconds ? [("Retry-After", seconds)] : [] };
}
