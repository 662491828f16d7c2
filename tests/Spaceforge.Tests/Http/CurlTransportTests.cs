using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Spaceforge.Http;

namespace Spaceforge.Tests.Http;

/// <summary>What curl is told and how, and what it makes of servers of all kinds.</summary>
public sealed class CurlTransportTests : IDisposable
{
    const string Done = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    readonly CurlTransport _curl = new(new HttpSettings { TimeLimit = TimeSpan.FromMinutes(1), LargestAnswer = 100_000 });

    public CurlTransportTests()
    {
        Needs.Program("curl");
        _listener.Start();
    }

    int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    Uri Address => new($"http://127.0.0.1:{Port}/graphql?signature=the-signature");

    public static TheoryData<string> Cut =>
        ["HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\ndone", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n", ""];

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _listener.Dispose();
        _curl.Dispose();
    }

    [Fact]
    public async Task Method_address_headers_and_body_arrive_as_they_are()
    {
        var request = new HttpRequest(
            "PUT", new Uri($"http://127.0.0.1:{Port}/a/%7Bb,c%7D/[1-3]/{{d,e}}?q=%22x%22&r=a\\b"),
            "@/etc/passwd\0\r\n\"end\"\\"u8.ToArray(), "text/markdown");
        request.Add("X-Quoted", "a \"b\" \\n c: @d");
        request.Add("X-Empty", "");
        request.Add("content-type", "is/passed-over");
        var reading = ServeAsync(Done);
        var reply = await Wait.ForAsync(_curl.SendAsync(request, _stop.Token), "the answer");

        Assert.Equal((200, "done"), (reply.Status, Encoding.UTF8.GetString(reply.Body)));
        var received = await reading;
        Assert.StartsWith($"PUT {request.Address.PathAndQuery} HTTP/1.1\r\n", received, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Quoted: a \"b\" \\n c: @d\r\n", received, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Empty:", received, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/markdown\r\n", received, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("passed-over", received, StringComparison.Ordinal);
        Assert.DoesNotContain("curl", received, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("\r\n\r\n@/etc/passwd\0\r\n\"end\"\\", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_megabytes_arrives()
    {
        var body = RandomNumberGenerator.GetBytes(3_000_000);
        var reading = ServeAsync(Done, body.Length);
        var reply = await Wait.ForAsync(
            _curl.SendAsync(new HttpRequest("PUT", Address, body, "text/markdown"), _stop.Token), "the answer");
        Assert.Equal(200, reply.Status);
        Assert.EndsWith(Encoding.Latin1.GetString(body), await reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X\r\nY", "a")]
    [InlineData("X Y", "a")]
    [InlineData("", "a")]
    [InlineData("@/etc/passwd", "a")]
    [InlineData("X", "a\r\nAuthorization: other")]
    [InlineData("X", "a\nurl = \"http://127.0.0.1\"")]
    [InlineData("X", "a\0")]
    [InlineData("X", "ä")]
    [Attack("API", "a header of a signed address that ends the headers, or is an option of curl", "the request is not sent")]
    public void An_invalid_header_is_refused(string name, string value) =>
        Assert.Throws<InvalidDataException>(() => HttpRequest.PostJson(Address, "{}", "token").Add(name, value));

    [Fact]
    [Attack("API", "reading arguments and variables of curl while it runs", "they hold no secret")]
    public async Task Nobody_sees_a_secret_while_it_runs()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Reads /proc.");
        // As the plugin's own process has it.
        Environment.SetEnvironmentVariable("SPACEFORGE_TEST_TOKEN", "the-secret-token");
        var arrived = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        var reading = ServeAsync(Done, whenArrived: arrived, before: answer.Task);
        var sending = _curl.SendAsync(HttpRequest.PostJson(Address, "the-secret-body", "the-secret-token"), _stop.Token);
        await Wait.ForAsync(arrived.Task, "the request");

        var processes = Descendants(Environment.ProcessId)
            .Where(process => Text(process, "cmdline").Contains("curl", StringComparison.Ordinal)).ToArray();
        var seen = string.Concat(processes.Select(process => Text(process, "cmdline") + Text(process, "environ")));
        answer.SetResult();
        Assert.Equal(200, (await Wait.ForAsync(sending, "the answer")).Status);
        Assert.Contains("the-secret-token", await reading, StringComparison.Ordinal);
        Assert.Contains("curl", seen, StringComparison.Ordinal);
        Assert.Contains("PATH=", seen, StringComparison.Ordinal);
        Assert.All(["the-secret", "the-signature", "Authorization", "SPACEFORGE_TEST_TOKEN"],
            secret => Assert.DoesNotContain(secret, seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_ends_curl()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Reads /proc.");
        var arrived = new TaskCompletionSource();
        _ = ServeAsync(Done, whenArrived: arrived, before: Task.Delay(Timeout.Infinite, _stop.Token));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var sending = _curl.SendAsync(HttpRequest.PostJson(Address, "{}", "token"), stop.Token);
        await Wait.ForAsync(arrived.Task, "the request");
        var curl = Assert.Single(Descendants(Environment.ProcessId), process => IsOf(process, Port));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.ForAsync(sending, "the end of the request"));
        await Wait.UntilAsync(() => !Directory.Exists($"/proc/{curl}") || Text(curl, "cmdline").Length == 0);
    }

    [Theory]
    [MemberData(nameof(Cut))]
    public async Task A_cut_answer_is_no_answer(string answer)
    {
        _ = ServeAsync(answer);
        var e = await FailureAsync();
        Assert.Equal(("The connection was closed unexpectedly.", true, false), (e.Message, e.IsPassing, e.HasAnswer));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4000\r\n", 0x4000, "\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "", 0x4000, "")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: ", "", 0x4000, "")]
    [InlineData("HTTP/1.1 200 OK\r\n", "X: ", 0x400, "\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\nX: ", 0x400, "\r\n\r\n")]
    [Attack("API", "an answer through curl whose body, header or headers never end", "the request ends with an error, in bounded memory")]
    public async Task An_endless_answer_ends(string start, string before, int length, string after)
    {
        var serving = ServeEndlesslyAsync(start, before + new string('x', length) + after);
        var e = await FailureAsync();
        Assert.False(e.Message.Contains("done", StringComparison.Ordinal));
        await Wait.ForAsync(serving, "the server, whose client has gone");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("//other.example/")]
    public async Task A_redirect_is_an_answer_and_followed_by_nobody(string location)
    {
        _ = ServeAsync($"HTTP/1.1 307 X\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        using var http = new RetryingHttp(new HttpSettings { UseCurl = true }, TimeProvider.System, _ => { }, _stop.Token);
        var answer = await Wait.ForAsync(
            http.SendAsync(HttpRequest.PostJson(Address, "{}", "token"), retry: false, _stop.Token), "the answer");
        Assert.Equal((HttpStatusCode.TemporaryRedirect, true, 0), (answer.Status, answer.LeadsElsewhere, answer.Body.Length));
    }

    [Fact]
    public async Task Other_heads_and_what_follows_the_body_are_passed_over()
    {
        _ = ServeAsync("HTTP/1.1 103 Early Hints\r\nX: 9\r\n\r\n"
            + "HTTP/1.1 503 X\r\nretry-after:  7 \r\nTransfer-Encoding: chunked\r\nTrailer: Location\r\n\r\n"
            + "4\r\ndone\r\n0\r\nLocation: /later\r\n\r\n");
        var reply = await Wait.ForAsync(_curl.SendAsync(HttpRequest.PostJson(Address, "{}", null), _stop.Token), "the answer");
        Assert.Equal((503, "done", null, "7"), (reply.Status, Encoding.UTF8.GetString(reply.Body), reply.Location, reply.RetryAfter));
    }

    [Theory]
    [InlineData("no HTTP at all\r\n\r\n")]
    [InlineData("HTTP/1.1 what OK\r\nContent-Length: 0\r\n\r\n")]
    public async Task What_is_not_HTTP_is_not_an_answer(string answer)
    {
        _ = ServeAsync(answer);
        Assert.False((await FailureAsync()).HasAnswer);
    }

    [Fact]
    public async Task A_refused_connection_and_an_unknown_name_are_reported()
    {
        _listener.Stop();
        Assert.Equal("Cannot connect to the server.", (await FailureAsync()).Message);
        var unknown = HttpRequest.PostJson(new Uri("http://nowhere.invalid/"), "{}", null);
        var e = await Assert.ThrowsAsync<HttpFailedException>(() => Wait.ForAsync(_curl.SendAsync(unknown, _stop.Token), "the answer"));
        Assert.Equal("The server's name cannot be resolved.", e.Message);
    }

    [Fact]
    public async Task A_server_with_TLS_is_trusted_where_an_authority_vouches_for_it_only()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var secure = HttpRequest.PostJson(new Uri($"https://127.0.0.1:{Port}/"), "{}", "token");

        _ = ServeAsync(Done, certificate: certificate);
        var e = await Assert.ThrowsAsync<HttpFailedException>(() => Wait.ForAsync(_curl.SendAsync(secure, _stop.Token), "the answer"));
        Assert.StartsWith("The connection is not secure: SSL", e.Message, StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        Environment.SetEnvironmentVariable("CURL_CA_BUNDLE", folder.Write("authority.pem", certificate.ExportCertificatePem()));
        try
        {
            var reading = ServeAsync(Done, certificate: certificate);
            Assert.Equal(200, (await Wait.ForAsync(_curl.SendAsync(secure, _stop.Token), "the answer")).Status);
            Assert.Contains("Bearer token", await reading, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CURL_CA_BUNDLE", null);
        }
    }

    async Task<HttpFailedException> FailureAsync() => await Assert.ThrowsAsync<HttpFailedException>(
        () => Wait.ForAsync(_curl.SendAsync(HttpRequest.PostJson(Address, "{}", "token"), _stop.Token), "the answer"));

    /// <summary>Answers one request, and returns what it read.</summary>
    async Task<string> ServeAsync(
        string answer, int length = 0, TaskCompletionSource? whenArrived = null, Task? before = null, X509Certificate2? certificate = null)
    {
        using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
        await using var plain = client.GetStream();
        await using Stream stream = certificate is null ? plain : new SslStream(plain);
        if (stream is SslStream secure)
        {
            try
            {
                await secure.AuthenticateAsServerAsync(certificate!);
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                return "";
            }
        }

        var received = await ReadAsync(stream, length);
        whenArrived?.SetResult();
        if (before is not null) await before;
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), _stop.Token);
        return received;
    }

    async Task<string> ReadAsync(Stream stream, int length)
    {
        var (received, buffer) = (new MemoryStream(), new byte[64 * 1024]);
        while (await stream.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            received.Write(buffer.AsSpan(0, count));
            if (received.Length < length) continue;

            var text = Encoding.Latin1.GetString(received.GetBuffer(), 0, (int)received.Length);
            var body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (body < 0) continue;

            var said = text[..body].Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            if (text.Length - body - 4 >= int.Parse(said.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture)) return text;
        }

        return Encoding.Latin1.GetString(received.ToArray());
    }

    async Task ServeEndlesslyAsync(string start, string part)
    {
        using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
        await using var stream = client.GetStream();
        await ReadAsync(stream, 0);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), _stop.Token);
            while (true) await stream.WriteAsync(Encoding.ASCII.GetBytes(part), _stop.Token);
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }

    static IEnumerable<int> Descendants(int of)
    {
        var parents = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => (Id: int.Parse(name!, CultureInfo.InvariantCulture), Stat: Text(name!, "stat")))
            .Where(process => process.Stat.Contains(')', StringComparison.Ordinal))
            .ToLookup(process => process.Stat[(process.Stat.LastIndexOf(')') + 1)..].Split(' ')[2], process => process.Id);
        var found = new Queue<int>(parents[$"{of}"]);
        while (found.TryDequeue(out var process))
        {
            yield return process;
            foreach (var child in parents[$"{process}"]) found.Enqueue(child);
        }
    }

    /// <summary>Whether a process is a curl that is connected to a port.</summary>
    static bool IsOf(int process, int port)
    {
        if (!Text(process, "comm").StartsWith("curl", StringComparison.Ordinal)) return false;

        var sockets = Directory.GetFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget).ToHashSet();
        return Text(process, "net/tcp").Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(columns => columns.Length > 9 && columns[2].EndsWith($":{port:X4}", StringComparison.Ordinal)
                && sockets.Contains($"socket:[{columns[9]}]"));
    }

    static string Text(int process, string file) => Text($"{process}", file);

    static string Text(string process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return "";
        }
    }
}
