using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Spaceforge.Worker.Tests.Serving;

/// <summary>A server for files over HTTP on the loopback address, or HTTPS with a certificate, with configurable failures.</summary>
sealed class FileServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentDictionary<string, Func<byte[]>> _files = new();
    readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new();
    readonly ConcurrentDictionary<string, string> _redirects = new();
    readonly ConcurrentQueue<string> _requests = new();
    readonly CancellationTokenSource _end = new();

    readonly X509Certificate2? _certificate;

    public FileServer(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        Address = $"http{(certificate is null ? "" : "s")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Address { get; }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    /// <summary>Serves a file below a path such as <c>/tool</c>, and returns its address.</summary>
    public string Publish(string path, byte[] content) => Publish(path, () => content);

    public string Publish(string path, Func<byte[]> content)
    {
        _files[path] = content;
        return Address + path;
    }

    /// <summary>Redirects requests for a path, and returns its URL.</summary>
    public string Redirect(string path, string target)
    {
        _redirects[path] = target;
        return Address + path;
    }

    public void Remove(string path) => _files.TryRemove(path, out _);

    /// <summary>Fails the next requests for a path in the given order.</summary>
    public void Fail(string path, params Fault[] faults) => _faults[path] = new ConcurrentQueue<Fault>(faults);

    public int Requests(string path) => _requests.Count(request => request == path);

    public void Forget() => _requests.Clear();

    /// <summary>Waits for a request.</summary>
    public Task RequestedAsync(string path) => Wait.UntilAsync(() => Requests(path) > 0, $"a request for {path}");

    async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task AnswerAsync(Socket socket)
    {
        using var connection = socket;
        try
        {
            await using var stream = await OpenAsync(socket);
            var path = await ReadPathAsync(stream);
            var fault = _faults.TryGetValue(path, out var faults) && faults.TryDequeue(out var next) ? next : (Fault?)null;
            _requests.Enqueue(path);
            if (fault == Fault.Reset)
            {
                socket.LingerState = new LingerOption(true, 0);
                return;
            }

            var file = _files.TryGetValue(path, out var content) ? content() : null;
            var status = fault == Fault.ServerError ? "500 Internal Server Error" : file is null ? "404 Not Found" : "200 OK";
            if (_redirects.TryGetValue(path, out var target)) status = $"302 Found\r\nLocation: {target}";
            var body = status.StartsWith('2') ? file! : [];
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), _end.Token);
            for (var i = 0; fault == Fault.Trickle && i < body.Length; i++)
            {
                await stream.WriteAsync(body.AsMemory(i, 1), _end.Token);
                await Task.Delay(500, _end.Token);
            }

            await stream.WriteAsync(body.AsMemory(0, fault is null ? body.Length : body.Length / 2), _end.Token);
            if (fault == Fault.Stall) await Task.Delay(Timeout.Infinite, _end.Token);
            if (stream is SslStream secure) await secure.ShutdownAsync();
            socket.Shutdown(SocketShutdown.Send);
            // The other side closes first, or a reset may overtake the last bytes.
            while (await socket.ReceiveAsync(new byte[1024], _end.Token) > 0) { }
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException
            or OperationCanceledException or ObjectDisposedException)
        {
            // A client that was killed, or the end of the test.
        }
    }

    async Task<Stream> OpenAsync(Socket socket)
    {
        var plain = new NetworkStream(socket);
        if (_certificate is null) return plain;

        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
        return secure;
    }

    async Task<string> ReadPathAsync(Stream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, _end.Token);
            if (count == 0) break;
            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        var words = head.ToString().Split(' ', 3);
        return words.Length == 3 ? words[1].Split('?')[0] : "";
    }
}
