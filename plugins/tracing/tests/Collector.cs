using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Spaceforge.Plugins.Tests;

/// <summary>
/// A collector on loopback that accepts OTLP in JSON, and rejects with status 400 what does not have its shape: ids of 32 and 16
/// hexadecimal digits, nanoseconds as strings, parents that exist.
/// </summary>
sealed partial class Collector : IDisposable
{
    readonly HttpListener _listener = new();
    readonly ConcurrentQueue<(int Status, string? Header)> _answers = new();
    readonly ConcurrentDictionary<string, JsonObject> _spans = new();
    readonly Task _loop;

    public Collector()
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

        Address = address.AbsoluteUri;
        _loop = RunAsync();
    }

    public string Address { get; }

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

    public void Dispose()
    {
        _listener.Close();
        Assert.True(_loop.Wait(TimeSpan.FromSeconds(30)), "The collector did not stop.");
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
            var body = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
            Requests.Enqueue((context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"], body));
            var (status, header) = _answers.TryDequeue(out var answer) ? answer : (200, null);
            if (status == 200)
            {
                try
                {
                    Accept(context.Request, body);
                }
                catch (Exception e)
                {
                    Mistakes.Enqueue(e.ToString());
                    status = 400;
                }
            }

            context.Response.StatusCode = status;
            if (header?.Split(": ") is [var name, var value]) context.Response.Headers[name] = value;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Success));
            context.Response.Close();
        }
    }

    void Accept(HttpListenerRequest request, JsonObject body)
    {
        Assert.Equal(("POST", "/v1/traces", "application/json"), (request.HttpMethod, request.Url!.AbsolutePath, request.ContentType));
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
