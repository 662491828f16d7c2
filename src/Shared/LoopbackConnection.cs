using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Spaceforge.Shared;

/// <summary>A connection of <see cref="LoopbackServer"/>, for a single HTTP/1.1 request.</summary>
sealed class LoopbackConnection(Socket socket) : IDisposable
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly NetworkStream _stream = new(socket, ownsSocket: true);
    readonly byte[] _buffer = new byte[16_384];
    int _next;
    int _end;

    public void Dispose() => _stream.Dispose();

    /// <param name="largest">The maximum size in bytes.</param>
    /// <exception cref="RefusedRequestException">It is not a valid request, or too large.</exception>
    public async Task<LoopbackRequest> ReadHeadAsync(int largest, CancellationToken cancellationToken)
    {
        var room = largest;
        var first = (await LineAsync()).Split(' ');
        if (first is not [{ Length: > 0 } method, ['/', ..] path, "HTTP/1.1" or "HTTP/1.0"])
        {
            throw new RefusedRequestException(400, "This is not an HTTP/1.1 request.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) throw new RefusedRequestException(400, "A header line has no name.");
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            if (!headers.TryAdd(name, value) && IsLength(name))
            {
                throw new RefusedRequestException(400, $"The request has several headers '{name}'.");
            }
        }

        return new LoopbackRequest(method, path, headers);

        async Task<string> LineAsync()
        {
            var line = await ReadLineAsync(room, cancellationToken);
            room -= line.Length + 2;
            return line;
        }
    }

    /// <param name="largest">The maximum size in bytes.</param>
    /// <exception cref="RefusedRequestException">It is too large, or not UTF-8; the excess is not read.</exception>
    public async Task<string> ReadBodyAsync(LoopbackRequest request, int largest, CancellationToken cancellationToken)
    {
        var isChunked = request.Headers.TryGetValue("Transfer-Encoding", out var coding);
        if (isChunked && (request.Headers.ContainsKey("Content-Length") || !coding!.Equals("chunked", StringComparison.OrdinalIgnoreCase)))
        {
            throw new RefusedRequestException(400, "The length of the request's body is ambiguous.");
        }

        long length = 0;
        if (request.Headers.TryGetValue("Content-Length", out var given)
            && !long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out length))
        {
            throw new RefusedRequestException(400, "The Content-Length is not a number.");
        }

        if (length > largest) throw TooLarge(largest);
        if (request.Headers.TryGetValue("Expect", out var expected)
            && expected.Equals("100-continue", StringComparison.OrdinalIgnoreCase) && (isChunked || length > 0))
        {
            await _stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        using var body = new MemoryStream();
        if (isChunked) await ReadChunksAsync(body, largest, cancellationToken);
        else await ReadAsync(body, length, cancellationToken);
        try
        {
            return Strict.GetString(body.GetBuffer(), 0, (int)body.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedRequestException(400, "The request's body is not UTF-8.");
        }
    }

    public async Task WriteAsync(LoopbackAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.IsLost)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            return;
        }

        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} {Reason(answer.Status)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.AnnouncedLength ?? answer.Body.Length}\r\n");
        foreach (var (name, value) in answer.Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append("Connection: close\r\n\r\n");
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), cancellationToken);
        await _stream.WriteAsync(answer.Body, cancellationToken);
    }

    /// <summary>Closes the connection so that the answer arrives: closing it with unread data would discard the answer.</summary>
    public async Task EndAsync(TimeSpan time)
    {
        if (socket.LingerState is { Enabled: true, LingerTime: 0 }) return;

        using var limit = new CancellationTokenSource(time);
        socket.Shutdown(SocketShutdown.Send);
        while (await _stream.ReadAsync(_buffer, limit.Token) > 0)
        {
            // Reads and discards the rest for a limited time.
        }
    }

    async Task ReadChunksAsync(MemoryStream body, int largest, CancellationToken cancellationToken)
    {
        const int LongestLine = 1_024;
        while (true)
        {
            var size = (await ReadLineAsync(LongestLine, cancellationToken)).Split(';')[0].Trim();
            if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0)
            {
                throw new RefusedRequestException(400, "A chunk of the request's body has no size.");
            }

            if (length > largest - body.Length) throw TooLarge(largest);
            if (length == 0) break;
            await ReadAsync(body, length, cancellationToken);
            if ((await ReadLineAsync(LongestLine, cancellationToken)).Length > 0)
            {
                throw new RefusedRequestException(400, "A chunk of the request's body is longer than its size.");
            }
        }

        for (var room = LongestLine; await ReadLineAsync(room, cancellationToken) is { Length: > 0 } trailer; room -= trailer.Length)
        {
            // Anything after the body is ignored.
        }
    }

    async Task ReadAsync(MemoryStream body, long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            await FillAsync(cancellationToken);
            var count = (int)Math.Min(length, _end - _next);
            body.Write(_buffer, _next, count);
            _next += count;
            length -= count;
        }
    }

    async Task<string> ReadLineAsync(int largest, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            await FillAsync(cancellationToken);
            var end = _buffer.AsSpan(_next, _end - _next).IndexOf((byte)'\n');
            var count = end < 0 ? _end - _next : end;
            if (line.Length + count > largest) throw new RefusedRequestException(431, "The request's headers are too large.");
            line.Append(Encoding.Latin1.GetString(_buffer, _next, count));
            _next += end < 0 ? count : count + 1;
            if (end < 0) continue;

            if (line.Length > 0 && line[^1] == '\r') line.Length--;
            return line.ToString();
        }
    }

    async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_next < _end) return;

        (_next, _end) = (0, await _stream.ReadAsync(_buffer, cancellationToken));
        if (_end == 0) throw new IOException("The connection ended within a request.");
    }

    static bool IsLength(string name) => name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);

    static RefusedRequestException TooLarge(int largest) =>
        new(413, $"The request's body has more than {largest} bytes, the limit for this client.");

    static string Reason(int status) => ((System.Net.HttpStatusCode)status).ToString();
}
