using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Spaceforge.Http;
using Spaceforge.Tests.Services;

namespace Spaceforge.Tests.Http;

/// <summary>What a request carries is for the server that it was meant for.</summary>
public class RedirectTests : IDisposable
{
    readonly Server _meant = new();
    readonly Server _other = new();
    readonly RetryingHttp _http;

    public RedirectTests()
        : this(useCurl: false)
    {
    }

    protected RedirectTests(bool useCurl) => _http = new RetryingHttp(
        new HttpSettings { TimeLimit = TimeSpan.FromSeconds(30), UseCurl = useCurl }, new ImmediateClock(), _ => { },
        TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _meant.Dispose();
        _other.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    [Attack("API", "a redirect to another server, or from https to http", "neither body nor token is sent there")]
    public async Task Another_server_gets_nothing(int status)
    {
        _meant.Answers.Enqueue($"HTTP/1.1 {status} X\r\nLocation: {_other.Address}/steal\r\nContent-Length: 0\r\n\r\n");
        var answer = await SendAsync();
        Assert.Equal(status, (int)answer.Status);
        Assert.Contains("a redirect, which is not followed", answer.StatusText, StringComparison.Ordinal);
        Assert.Empty(_other.Requests);
    }

    [Fact]
    public async Task The_same_server_may_lead_on()
    {
        _meant.Answers.Enqueue("HTTP/1.1 308 X\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");
        _meant.Answers.Enqueue("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
        Assert.Equal("done"u8.ToArray(), (await SendAsync()).Body);
        Assert.StartsWith("POST /there ", _meant.Requests.Last(), StringComparison.Ordinal);
        Assert.Contains("the-secret", _meant.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    [Attack("API", "a redirect loop", "it ends with an error")]
    public async Task A_circle_ends()
    {
        for (var i = 0; i < 20; i++) _meant.Answers.Enqueue("HTTP/1.1 307 X\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await SendAsync()).Status);
        Assert.InRange(_meant.Requests.Count, 2, 10);
    }

    Task<HttpAnswer> SendAsync() => _http.SendAsync(
        HttpRequest.PostJson(new Uri($"{_meant.Address}/graphql"), "the-secret", "the-token"), retry: false);

    /// <summary>Answers each connection's one request with the next answer.</summary>
    sealed class Server : IDisposable
    {
        readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Server()
        {
            _listener.Start();
            _ = ServeAsync();
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public ConcurrentQueue<string> Answers { get; } = new();

        public ConcurrentQueue<string> Requests { get; } = new();

        public void Dispose() => _listener.Dispose();

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await using var stream = client.GetStream();
                    var (text, buffer) = ("", new byte[4096]);
                    while (!text.EndsWith("the-secret", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var count)
                    {
                        text += Encoding.UTF8.GetString(buffer, 0, count);
                    }
                    Requests.Enqueue(text);
                    Answers.TryDequeue(out var answer);
                    await stream.WriteAsync(
                        Encoding.UTF8.GetBytes((answer ?? "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n").Replace(
                            "\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The test is over.
            }
        }
    }
}

/// <summary>The same through curl, as in static executables.</summary>
public sealed class CurlRedirectTests() : RedirectTests(useCurl: true);
