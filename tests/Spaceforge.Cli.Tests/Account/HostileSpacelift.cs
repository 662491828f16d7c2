using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests.Account;

/// <summary>A server that gives out a token and answers everything else as a test says, byte by byte.</summary>
sealed class HostileSpacelift : IDisposable
{
    const string Token = """{"data":{"apiKeyUser":{"jwt":"hostile-token-0123456789","validUntil":4102444800}}}""";

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Task _serving;

    public HostileSpacelift()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Whole requests, as they came.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What is sent for a query, by its name; parts are sent one after the other until the other side has enough.</summary>
    public Dictionary<string, IEnumerable<byte[]>> Answers { get; } = [];

    /// <summary>Whether parts have a tenth of a second between them.</summary>
    public bool IsSlow { get; init; }

    public static IEnumerable<byte[]> Json(string body) => [Encoding.UTF8.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}")];

    public static IEnumerable<byte[]> Raw(string answer) => [Encoding.UTF8.GetBytes(answer)];

    /// <summary>An answer that never ends.</summary>
    public static IEnumerable<byte[]> Endless(string start, string part)
    {
        yield return Encoding.UTF8.GetBytes(start);
        var bytes = Encoding.UTF8.GetBytes(part);
        while (true) yield return bytes;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _serving.Wait(TimeSpan.FromMinutes(1));
        _stop.Dispose();
    }

    async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(AnswerAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    async Task AnswerAsync(Socket socket)
    {
        await Task.Yield();
        using var connection = socket;
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            await using var stream = new NetworkStream(socket);
            var request = await ReadAsync(stream);
            lock (Requests) Requests.Add(request);
            var query = (string?)JsonNode.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])!["query"] ?? "";
            var name = query.Split(' ', '(')[1];
            foreach (var part in name == "UserToken" ? Json(Token) : Answers[name])
            {
                await stream.WriteAsync(part, _stop.Token);
                if (IsSlow && name != "UserToken") await pace.WaitForNextTickAsync(_stop.Token);
            }

            socket.Shutdown(SocketShutdown.Send);
            // Closing before the other side has read everything would reset the connection.
            while (await stream.ReadAsync(new byte[4_096], _stop.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has enough.
        }
    }

    async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new MemoryStream();
        var buffer = new byte[65_536];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0) throw new IOException("The request is not whole.");

            text.Write(buffer, 0, read);
            var request = Encoding.UTF8.GetString(text.ToArray());
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;

            var length = request[..end].Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            if (text.Length >= end + 4 + int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture)) return request;
        }
    }
}
