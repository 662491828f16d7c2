extern alias testing;

using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Simulating;
using Spaceforge.Testing;
using testing::Spaceforge.Shared;

namespace Spaceforge.Tests.Testing;

/// <summary>
/// A local Spacelift, of tests and of simulations, is open to every process of the machine: each gets an answer, and none fills it.
/// </summary>
public sealed class LoopbackServerTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly FakeSpacelift _spacelift = new();
    readonly ApiAnswers _answers = ApiAnswers.Load(null);
    readonly SpaceliftServer _simulated;
    readonly HttpClient _http = new() { Timeout = Patience };

    public LoopbackServerTests()
    {
        _simulated = new SpaceliftServer(TimeProvider.System, _answers.AnswerAsync);
        _answers.IsGood = _simulated.IsGood;
    }

    public void Dispose()
    {
        _http.Dispose();
        _simulated.Dispose();
        _spacelift.Dispose();
    }

    public static TheoryData<string, string> Heads => new()
    {
        { "POST /graphql HTTP/1.1\r\nContent-Length: 700000000\r\n\r\n", "413" },
        { "POST /graphql HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", "400" },
        { "POST /graphql HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "400" },
        { "POST /graphql HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400" },
        { "POST /graphql HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "400" },
        { "POST /graphql HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "400" },
        { "POST /graphql HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n", "413" },
        { "POST /graphql HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", "400" },
        { "POST /graphql HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400" },
        { "POST /graphql HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", "400" },
        { "POST /graphql HTTP/1.1\r\nContent-Length: 2\r\n\r\n\u00ff\u00fe", "400" },
        { "POST /graphql HTTP/1.1\r\nno name\r\n\r\n", "400" },
        { "POST /graphql\r\n\r\n", "400" },
        { "POST graphql HTTP/1.1\r\n\r\n", "400" },
        { "\u0016\u0003\u0001\u0002\r\n", "400" },
        { "PUT /upload?signature=guessed HTTP/1.1\r\nContent-Length: 700000000\r\n\r\n", "413" },
        { "GET /secret HTTP/1.0\r\n\r\n", "404" },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    [Attack("other users of the machine", "requests without a token that are too large, have no or several lengths, or are not HTTP",
        "each is answered with an error, and not read further")]
    public async Task A_request_that_cannot_be_read_is_answered(string request, string status)
    {
        foreach (var address in (string[])[_spacelift.Endpoint, _simulated.Endpoint])
        {
            Assert.StartsWith($"HTTP/1.1 {status} ", await RawAsync(address, Encoding.Latin1.GetBytes(request)), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Attack("other users of the machine", "endless headers", "the request is rejected at 32 KB")]
    public async Task A_head_that_is_too_large_is_answered() =>
        Assert.StartsWith("HTTP/1.1 431 ", await RawAsync(
            _simulated.Endpoint, Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nx: {new string('x', 100_000)}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"query":7}""")]
    [InlineData("""{"query":"a","query":"b"}""")]
    [InlineData("""{"query":"{ \ud800 }"}""")]
    [InlineData("""{"query":"{ a","operationName":[]}""")]
    [InlineData("""{"query":"query Q { stacks { id } }","operationName":7}""")]
    [InlineData("""{"query":"query Q { stacks { id } }","variables":7}""")]
    [Attack("author", "a malformed GraphQL request: invalid JSON, duplicate keys, wrong types, half a character",
        "it is answered with an error")]
    public async Task A_body_of_another_shape_is_answered_with_an_error(string body)
    {
        foreach (var (address, token) in ((string, string)[])[
            (_spacelift.Endpoint, _spacelift.RunToken), (_simulated.Endpoint, _simulated.RunToken)])
        {
            using var answer = await SendAsync(HttpMethod.Post, address, token, body);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True((answer.StatusCode == HttpStatusCode.OK && JsonNode.Parse(text)!["errors"] is JsonArray { Count: > 0 })
                || answer.StatusCode == HttpStatusCode.InternalServerError, text);
        }
    }

    [Fact]
    [Attack("author", "a query nested 50,000 levels deep", "it is answered with an error")]
    public async Task A_deep_query_is_answered_with_an_error()
    {
        var query = string.Concat(Enumerable.Repeat("{a", 30_000)) + new string('}', 30_000);
        foreach (var (address, token) in ((string, string)[])[
            (_spacelift.Endpoint, _spacelift.RunToken), (_simulated.Endpoint, _simulated.RunToken)])
        {
            using var answer = await SendAsync(HttpMethod.Post, address, token, new JsonObject { ["query"] = query }.ToJsonString());
            Assert.Contains(
                "errors", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"plugin_name":null}""")]
    [InlineData("""{"plugin_name":7}""")]
    [InlineData("""{"plugin_name":"a","plugin_name":"b"}""")]
    [Attack("author", "a malformed upload request", "it is answered with status 400")]
    public async Task A_request_for_an_upload_of_another_shape_is_answered(string body)
    {
        using var answer = await SendAsync(HttpMethod.Post, _simulated.Endpoint.Replace(
            "/graphql", "/worker/plugin_logs_url", StringComparison.Ordinal), _simulated.RunToken, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    [Attack("other users of the machine", "a thousand silent connections",
        "256 are kept, the others get status 503, and the server keeps running")]
    public async Task Connections_have_a_limit()
    {
        var silent = new List<TcpClient>();
        try
        {
            var refused = false;
            for (var i = 0; i < 1_000 && !refused; i++)
            {
                var client = new TcpClient();
                silent.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, PortOf(_simulated.Endpoint), TestContext.Current.CancellationToken);
                if (i < 256) continue;

                var answer = await ReadAsync(client);
                refused = answer.StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal);
                Assert.True(refused || answer.Length == 0, answer);
            }

            Assert.True(refused, "All 1,000 connections were taken.");
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }

        await UntilAnsweredAsync();
    }

    [Fact]
    public async Task A_body_in_chunks_after_a_question_is_read()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, _simulated.Endpoint)
        { Content = new StringContent("""{"query":"{ stacks { id } }"}""") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;
        request.Headers.Add("Authorization", $"Bearer {_simulated.RunToken}");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains("has no response for 'stacks'", await answer.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    Task UntilAnsweredAsync() => Wait.ForAsync(AskAsync(), "the server to answer again");

    async Task AskAsync()
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var answer = await RawAsync(_simulated.Endpoint, "GET / HTTP/1.1\r\n\r\n"u8.ToArray());
            if (answer.StartsWith("HTTP/1.1 404 ", StringComparison.Ordinal)) return;
        }
    }

    Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string token, string body)
    {
        var request = new HttpRequestMessage(method, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", $"Bearer {token}");
        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    static async Task<string> RawAsync(string address, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, PortOf(address), TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        return await ReadAsync(client);
    }

    static async Task<string> ReadAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        return await Wait.ForAsync(reader.ReadToEndAsync(TestContext.Current.CancellationToken), "the server's whole answer");
    }

    static int PortOf(string address) => new Uri(address).Port;
}
