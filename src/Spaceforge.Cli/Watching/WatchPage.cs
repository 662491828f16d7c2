using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Resources;
using Spaceforge.Shared;

namespace Spaceforge.Cli.Watching;

/// <summary>Serves the rounds as a page that updates itself, on a free loopback port.</summary>
/// <remarks>
/// Every process on the machine can reach the port, and every web site can make a browser send requests to it: only requests with the
/// token in the address are answered, which name this server as their host and do not come from another origin.
/// </remarks>
sealed class WatchPage : IDisposable
{
    const int TokenBytes = 16;
    const int MostWaiting = 50;

    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    readonly RoundLog _log;
    readonly string _head;
    readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
    readonly CancellationTokenSource _stop = new();
    readonly LoopbackServer _server;
    readonly string _page;
    readonly string _policy;
    int _waiting;

    public WatchPage(RoundLog log, string head)
    {
        (_log, _head) = (log, head);
        var page = new HtmlPage("page");
        _page = page.Fill(new Dictionary<string, string>());
        _policy = $"{page.Policy}; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'";
        _server = new LoopbackServer(_ => 0, (request, _) => AnswerAsync(request));
    }

    public string Address => $"{_server.Address}/{_token}/";

    public void Dispose()
    {
        _stop.Cancel();
        _server.Dispose();
        _stop.Dispose();
    }

    async Task<LoopbackAnswer> AnswerAsync(LoopbackRequest request)
    {
        if (!IsOwn(request)) return Told(HttpStatusCode.Forbidden, "This is only for the page itself.");

        var parts = request.Path.Split('/', 3);
        if (parts.Length < 3 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[1]), Encoding.UTF8.GetBytes(_token)))
        {
            return Told(HttpStatusCode.NotFound, "There is nothing here.");
        }

        if (request.Method != "GET") return Told(HttpStatusCode.MethodNotAllowed, "Only GET is allowed.");
        if (parts[2].Length == 0) return Answer("text/html", _page, _policy);
        if (parts[2].StartsWith("rounds?after=", StringComparison.Ordinal)) return await RoundsAsync(parts[2]["rounds?after=".Length..]);
        // The report has a policy of its own. It may not do anything to this page.
        if (parts[2].StartsWith("report?", StringComparison.Ordinal) && _log.Report.Text is { } report)
        {
            return Answer("text/html", report, "frame-ancestors 'self'; sandbox allow-scripts");
        }

        return Told(HttpStatusCode.NotFound, "There is nothing here.");
    }

    bool IsOwn(LoopbackRequest request)
    {
        // A name that resolves to this machine is another origin.
        if (!request.Headers.TryGetValue("Host", out var host) || $"http://{host}" != _server.Address) return false;
        if (request.Headers.TryGetValue("Origin", out var origin) && origin != _server.Address) return false;
        if (request.Headers.TryGetValue("Referer", out var referer)
            && !referer.StartsWith($"{_server.Address}/", StringComparison.Ordinal)) return false;
        // None is an address that the user typed, or that a terminal opened.
        return !request.Headers.TryGetValue("Sec-Fetch-Site", out var site) || site is "same-origin" or "none";
    }

    /// <summary>Waits until there is something new, but not for long.</summary>
    async Task<LoopbackAnswer> RoundsAsync(string after)
    {
        if (!int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return Told(HttpStatusCode.BadRequest, "'after' must be a number.");
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) <= MostWaiting)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                limit.CancelAfter(LongestWait);
                // A page of an earlier start may know a greater version.
                if (version <= _log.Version) await _log.WaitAsync(version, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // Nothing is new.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return Answer("application/json", State().ToJsonString(), "default-src 'none'");
    }

    JsonObject State() => new()
    {
        ["version"] = _log.Version,
        ["head"] = _head,
        ["warning"] = _log.Warning is { } warning ? $"warning: {warning}." : "",
        ["report"] = _log.Report.Number,
        ["rounds"] = new JsonArray([.. _log.Rounds.Select(round => (JsonNode)new JsonObject
        {
            ["number"] = round.Number,
            ["time"] = round.Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            ["cause"] = round.Cause,
            ["outcome"] = round.Outcome,
            ["summary"] = round.Summary,
            ["steps"] = new JsonArray([.. round.Steps.Select(Step)]),
        })]),
    };

    static JsonNode Step(RoundStep step) => new JsonObject
    {
        ["name"] = step.Name,
        ["outcome"] = step.OutcomeName,
        ["seconds"] = step.Duration == TimeSpan.Zero ? "" : step.Duration.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture),
        ["note"] = step.Note,
        ["lines"] = new JsonArray([.. step.Lines.Select(line => (JsonNode)new JsonArray(line.Text, line.Color))]),
    };

    static LoopbackAnswer Answer(string type, string text, string policy) => new((int)HttpStatusCode.OK, Encoding.UTF8.GetBytes(text))
    {
        Headers =
        [
            ("Content-Type", $"{type}; charset=utf-8"),
            ("Content-Security-Policy", policy),
            ("Cache-Control", "no-store"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    };

    static LoopbackAnswer Told(HttpStatusCode status, string text) =>
        Answer("text/plain", text + "\n", "default-src 'none'") with { Status = (int)status };
}
