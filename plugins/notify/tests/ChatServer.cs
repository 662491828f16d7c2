using System.Collections.Concurrent;
using System.Text;
using Spaceforge.Shared;

namespace Spaceforge.Plugins.Tests;

/// <summary>A server on loopback that receives webhook requests, and answers with the given statuses, then with 200.</summary>
sealed class ChatServer : IDisposable
{
    const int LargestBody = 10_000_000;

    readonly LoopbackServer _server;
    readonly ConcurrentQueue<(int Status, string? Header)> _answers = new();

    public ChatServer() => _server = new LoopbackServer(_ => LargestBody, AnswerAsync);

    public Uri Address => new($"{_server.Address}/");

    public ConcurrentQueue<(string Path, string Body, string? Signature)> Requests { get; } = new();

    /// <summary>A status, with an optional header such as <c>Retry-After: 0</c>.</summary>
    public void Answer(int status, string? header = "Retry-After: 0") => _answers.Enqueue((status, header));

    public void Dispose() => _server.Dispose();

    Task<LoopbackAnswer> AnswerAsync(LoopbackRequest request, string body)
    {
        Requests.Enqueue((request.Path, body, request.Headers.GetValueOrDefault("X-Signature-256")));
        var (status, header) = _answers.TryDequeue(out var answer) ? answer : (200, null);
        return Task.FromResult(new LoopbackAnswer(status, Encoding.UTF8.GetBytes(status == 200 ? "ok" : "the server says no"))
        {
            Headers = header?.Split(": ") is [var name, var value] ? [(name, value)] : [],
        });
    }
}
