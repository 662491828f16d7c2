using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Spaceforge.Plugins.Tests;

/// <summary>A server on loopback that receives webhook requests, and answers with the given statuses, then with 200.</summary>
sealed class ChatServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly ConcurrentQueue<(int Status, string? Header)> _answers = new();
    readonly Task _loop;

    public ChatServer()
    {
        Uri? address = null;
        while (address is null)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var candidate = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            probe.Stop();
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(candidate.AbsoluteUri);
            try
            {
                _listener.Start();
                address = candidate;
            }
            catch (HttpListenerException)
            {
                // Another process took the port.
            }
        }

        Address = address;
        _loop = RunAsync();
    }

    public Uri Address { get; }

    public ConcurrentQueue<(string Path, string Body, string? Signature)> Requests { get; } = new();

    /// <summary>A status, with an optional header such as <c>Retry-After: 0</c>.</summary>
    public void Answer(int status, string? header = "Retry-After: 0") => _answers.Enqueue((status, header));

    public void Dispose()
    {
        _listener.Close();
        Assert.True(_loop.Wait(TimeSpan.FromSeconds(30)), "The server did not stop.");
    }

    async Task RunAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            Requests.Enqueue((context.Request.Url!.AbsolutePath, await reader.ReadToEndAsync(), context.Request.Headers["X-Signature-256"]));
            var (status, header) = _answers.TryDequeue(out var answer) ? answer : (200, null);
            context.Response.StatusCode = status;
            if (header?.Split(": ") is [var name, var value]) context.Response.Headers[name] = value;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(status == 200 ? "ok" : "the server says no"));
            context.Response.Close();
        }
    }
}
