using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spaceforge.Shared;

namespace Spaceforge.Plugins.Tests;

/// <summary>
/// A collector on loopback that accepts OTLP in JSON, and rejects with status 400 what does not have its shape: ids of 32 and 16
/// hexadecimal digits, nanoseconds as strings, parents that exist.
/// </summary>
sealed partial class Collector : IDisposable
{
    const int LargestBody = 10_000_000;

    readonly LoopbackServer _server;
    readonly ConcurrentQueue<(int Status, string? Header)> _answers = new();
    readonly ConcurrentDictionary<string, JsonObject> _spans = new();

    public Collector() => _server = new LoopbackServer(_ => LargestBody, AnswerAsync);

    public string Address => $"{_server.Address}/";

    public ConcurrentQueue<(string Path, string? Authorization, JsonObject Body)> Requests { get; } = new();

    /// <summary>What was wrong with requests.</summary>
    public ConcurrentQueue<string> Mistakes { get; } = new();

    /// <summary>The spans, by id.</summary>
    public IReadOnlyDictionary<string, JsonObject> Spans => _spans;

    /// <summary>What it answers when all is well.</summary>
    public string Success { get; set; } = "{}";

    public JsonObject Span(string name) => Assert.Single(_spans.Values, span => (string?)span["name"] == name);

    /// <summary>A status for the next request, with an optional header such as <c>Retry-After: 0</c>.</summary>
    public void Answer(int status, string? header = "Retry-After: 0") => _answers.Enqueue((status, header));

    public void Dispose() => _server.Dispose();

    Task<LoopbackAnswer> AnswerAsync(LoopbackRequest request, string text)
    {
        var (status, header) = _answers.TryDequeue(out var answer) ? answer : (200, null);
        try
        {
            var body = JsonNode.Parse(text)!.AsObject();
            Requests.Enqueue((request.Path, request.Headers.GetValueOrDefault("Authorization"), body));
            if (status == 200) Accept(request, body);
        }
        catch (Exception e)
        {
            Mistakes.Enqueue(e.ToString());
            status = 400;
        }

        return Task.FromResult(new LoopbackAnswer(status, Encoding.UTF8.GetBytes(Success))
        {
            Headers = header?.Split(": ") is [var name, var value] ? [(name, value)] : [],
        });
    }

    void Accept(LoopbackRequest request, JsonObject body)
    {
        Assert.Equal(("POST", "/v1/traces", "application/json"), (request.Method, request.Path, request.Headers.GetValueOrDefault("Content-Type")));
        foreach (var resource in body["resourceSpans"]!.AsArray())
        {
            CheckAttributes(resource!["resource"]!["attributes"]!);
            foreach (var scope in resource["scopeSpans"]!.AsArray())
            {
                foreach (var span in scope!["spans"]!.AsArray()) Check(span!.AsObject());
            }
        }

        Assert.Single(_spans.Values.Select(span => (string?)span["traceId"]).Distinct());
        Assert.All(_spans.Values, span => Assert.True((string?)span["parentSpanId"] is "" || _spans.ContainsKey((string)span["parentSpanId"]!)));
        Assert.Single(_spans.Values, span => (string?)span["parentSpanId"] is "");
    }

    void Check(JsonObject span)
    {
        Assert.Matches(TraceId(), (string)span["traceId"]!);
        Assert.Matches(SpanId(), (string)span["spanId"]!);
        var (start, end) = ((string)span["startTimeUnixNano"]!, (string)span["endTimeUnixNano"]!);
        Assert.Matches(Nanoseconds(), start);
        Assert.Matches(Nanoseconds(), end);
        Assert.True(string.CompareOrdinal(start, end) <= 0, $"{span}");
        Assert.NotEmpty((string)span["name"]!);
        Assert.InRange((int)span["kind"]!, 1, 5);
        Assert.Contains((int?)span["status"]!["code"], (int?[])[null, 0, 1, 2]);
        CheckAttributes(span["attributes"]!);
        Assert.True(_spans.TryAdd((string)span["spanId"]!, span), "Two spans have the same id.");
    }

    static void CheckAttributes(JsonNode attributes)
    {
        Assert.All(attributes.AsArray(), attribute => Assert.NotEmpty((string)attribute!["value"]!["stringValue"]!));
        Assert.Distinct(attributes.AsArray().Select(attribute => (string)attribute!["key"]!));
    }

    [GeneratedRegex("^(?!0+$)[0-9a-f]{32}$")]
    private static partial Regex TraceId();

    [GeneratedRegex("^(?!0+$)[0-9a-f]{16}$")]
    private static partial Regex SpanId();

    [GeneratedRegex("^1[0-9]{18}$")]
    private static partial Regex Nanoseconds();
}
