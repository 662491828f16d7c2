using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Spaceforge.Shared;

/// <summary>
/// An HTTP server on a free loopback port, which every process on the machine can reach: connections, headers, bodies and
/// times are limited, every request gets an answer, and each uses its own connection.
/// </summary>
sealed class LoopbackServer : IDisposable
{
    const int MostConnections = 256;
    const int LargestHead = 32_768;

    static readonly TimeSpan HeadTime = TimeSpan.FromSeconds(20);
    static readonly TimeSpan BodyTime = TimeSpan.FromMinutes(2);
    static readonly TimeSpan LastTime = TimeSpan.FromSeconds(2);

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Func<LoopbackRequest, int> _limit;
    readonly Func<LoopbackRequest, string, Task<LoopbackAnswer>> _answer;
    int _connections;
    int _ending;

    /// <param name="limit">The maximum size of a request's body in bytes, by its head.</param>
    /// <param name="answer">Answers a request with its body.</param>
    public LoopbackServer(Func<LoopbackRequest, int> limit, Func<LoopbackRequest, string, Task<LoopbackAnswer>> answer)
    {
        (_limit, _answer) = (limit, answer);
        _listener.Start(backlog: MostConnections);
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = ServeAsync();
    }

    public string Address { get; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The connection is gone, or there are no descriptors left; the next one may succeed.
                await Task.Yield();
            }
        }
    }

    async Task AnswerAsync(Socket socket)
    {
        using var connection = new LoopbackConnection(socket);
        try
        {
            await WriteAnswerAsync(connection);
            await EndAsync(connection);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone.
        }
    }

    async Task WriteAnswerAsync(LoopbackConnection connection)
    {
        try
        {
            await connection.WriteAsync(
                Interlocked.Increment(ref _connections) > MostConnections
                    ? Told(503, $"There are already {MostConnections} connections.")
                    : await AnswerOfAsync(connection),
                _stop.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    /// <summary>Counts apart: a client that has its answer may send the next request before this connection is closed.</summary>
    async Task EndAsync(LoopbackConnection connection)
    {
        try
        {
            if (Interlocked.Increment(ref _ending) <= MostConnections) await connection.EndAsync(LastTime);
        }
        finally
        {
            Interlocked.Decrement(ref _ending);
        }
    }

    async Task<LoopbackAnswer> AnswerOfAsync(LoopbackConnection connection)
    {
        try
        {
            var (request, body) = await ReadAsync(connection);
            return await _answer(request, body);
        }
        catch (RefusedRequestException e)
        {
            return Told(e.Status, e.Message);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return Told(408, "The request timed out.");
        }
        catch (Exception e) when (e is not (IOException or SocketException or OperationCanceledException or ObjectDisposedException))
        {
            return Told(500, $"The server cannot answer this request: {e.GetType().Name}: {e.Message}");
        }
    }

    async Task<(LoopbackRequest Head, string Body)> ReadAsync(LoopbackConnection connection)
    {
        // Disposed, because the server's own source would keep it as long as the server runs.
        using var time = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        time.CancelAfter(HeadTime);
        var request = await connection.ReadHeadAsync(LargestHead, time.Token);
        time.CancelAfter(BodyTime);
        return (request, await connection.ReadBodyAsync(request, _limit(request), time.Token));
    }

    static LoopbackAnswer Told(int status, string reason) => new(status, Encoding.UTF8.GetBytes(reason + "\n"));
}
