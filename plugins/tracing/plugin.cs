#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<Tracing>(args);

sealed class Tracing : SpaceforgePlugin
{
    const int Attempts = 4;
    const int SpansPerRequest = 500;
    const int MostResources = 2_000;
    const int LargestTimings = 50_000_000;
    const int MostEvents = 100;
    static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);
    static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    public override string Name => "tracing";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["observability", "opentelemetry"];
    public override string Description => """
        Sends each run as an OpenTelemetry trace to any collector, over OTLP/HTTP: a span for each phase, and for each resource if
        Terraform's timings are available.
        """;

    [Parameter("Endpoint", Id = "tracing_endpoint", Description = "The collector's base URL; without it, the usual variables count, such as OTEL_EXPORTER_OTLP_ENDPOINT")]
    public string Endpoint { get; init; } = "";

    [Parameter("Headers", Id = "tracing_headers", Description = "Headers for the collector, as name=value, separated by commas; without it, OTEL_EXPORTER_OTLP_HEADERS counts", Sensitive = true)]
    public string HeaderList { get; init; } = "";

    [Parameter("Service name", Id = "tracing_service_name", Description = "The attribute service.name")]
    public string ServiceName { get; init; } = "spacelift";

    [Parameter("Timings", Id = "tracing_timings", Description = "Files with the output of terraform or tofu with -json, relative to the project root, separated by commas")]
    public IReadOnlyList<string> Timings { get; init; } = [];

    [Parameter("Required", Id = "tracing_required", Description = "Whether the run fails if the trace cannot be sent")]
    public bool Required { get; init; }

    /// <summary>Where hooks leave when they ran; null on the author's machine.</summary>
    string? Events => RunInfo.WorkspaceRoot is { } workspace ? Path.Combine(workspace, "plugins", Name, "events") : null;

    protected override Task BeforeInitAsync(CancellationToken cancellationToken) => RecordAsync("init", isStart: true);

    protected override Task AfterInitAsync(CancellationToken cancellationToken) => RecordAsync("init", isStart: false);

    protected override Task BeforePlanAsync(CancellationToken cancellationToken) => RecordAsync("plan", isStart: true);

    protected override Task AfterPlanAsync(CancellationToken cancellationToken) => RecordAsync("plan", isStart: false);

    protected override Task BeforeApplyAsync(CancellationToken cancellationToken) => RecordAsync("apply", isStart: true);

    protected override Task AfterApplyAsync(CancellationToken cancellationToken) => RecordAsync("apply", isStart: false);

    protected override Task BeforePerformAsync(CancellationToken cancellationToken) => RecordAsync("perform", isStart: true);

    protected override Task AfterPerformAsync(CancellationToken cancellationToken) => RecordAsync("perform", isStart: false);

    protected override Task BeforeDestroyAsync(CancellationToken cancellationToken) => RecordAsync("destroy", isStart: true);

    protected override Task AfterDestroyAsync(CancellationToken cancellationToken) => RecordAsync("destroy", isStart: false);

    // Only here is the result known; a run that waits for confirmation is still going on.
    protected override async Task AfterRunAsync(CancellationToken cancellationToken)
    {
        if (RunInfo.IsLocal)
        {
            Logger.LogInformation("This is a local run: there is no trace of it.");
            return;
        }

        var failed = RunInfo.FinalState is { } state && state != RunState.Finished;
        var trace = new Trace(RunInfo, Phase.ReadAll(ReadEvents()), Services.Clock.GetUtcNow(), failed);
        var operations = Timings.SelectMany(ReadTimings).Where(trace.Contains).OrderByDescending(operation => operation.Duration).ToList();
        if (operations.Count > MostResources)
            Logger.LogWarning("Only the {Count} longest of {All} operations are in the trace.", MostResources, operations.Count);
        trace.Add(operations.Take(MostResources));

        string? failure;
        try
        {
            failure = await SendAsync(trace, cancellationToken);
        }
        catch (PluginFailedException e) when (!Required)
        {
            failure = e.Message;
        }

        var result = failure is null ? $"Sent {trace.Spans.Count} spans." : $"The trace was not sent: {failure}";
        await SendMarkdownAsync(trace.Report(result), cancellationToken);
        if (failure is null) Logger.LogInformation("Trace {Trace}: {Result}", trace.Id, result);
        else if (Required) throw new PluginFailedException(result);
        else Logger.LogWarning("Trace {Trace}: {Result}", trace.Id, result);
    }

    async Task RecordAsync(string phase, bool isStart)
    {
        if (Events is not { } file) return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.AppendAllTextAsync(file, $"{phase} {(isStart ? "start" : "end")} {Services.Clock.GetUtcNow():O}\n");
    }

    IEnumerable<string> ReadEvents() => Events is { } file && File.Exists(file) ? File.ReadLines(file).Take(MostEvents) : [];

    IEnumerable<Operation> ReadTimings(string file)
    {
        if (!File.Exists(Path.Combine(ProjectFolder, file)))
        {
            Logger.LogInformation("There are no timings in {File}.", file);
            return [];
        }

        try
        {
            return Operation.ReadAll(Encoding.UTF8.GetString(ReadFile(file, LargestTimings)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SpaceforgeException)
        {
            Logger.LogWarning("The timings in {File} cannot be read: {Reason}", file, e.Message);
            return [];
        }
    }

    /// <summary>Sends the trace, and returns the reason if that failed.</summary>
    async Task<string?> SendAsync(Trace trace, CancellationToken cancellationToken)
    {
        var headers = ReadHeaders();
        if (FindAddress(headers.Count > 0) is not { } address) return "no collector is set; set 'Endpoint' or OTEL_EXPORTER_OTLP_ENDPOINT";

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = AttemptLimit };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 64_000 };
        foreach (var spans in trace.Spans.Chunk(SpansPerRequest))
        {
            var body = Encoding.UTF8.GetBytes(trace.Request(ServiceName, spans).ToJsonString());
            if (await SendAsync(client, address, headers, body, cancellationToken) is { } failure) return failure;
        }

        return null;
    }

    async Task<string?> SendAsync(
        HttpClient client, Uri address, IReadOnlyList<KeyValuePair<string, string>> headers, byte[] body,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            string failure;
            TimeSpan? wanted = null;
            var isTemporary = true;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(AttemptLimit);
                using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.UserAgent.Add(new ProductInfoHeaderValue("spaceforge-tracing", Version));
                foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
                using var answer = await client.SendAsync(request, limit.Token);
                var text = await answer.Content.ReadAsStringAsync(limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    WarnOfRejected(text);
                    return null;
                }

                // The specification of OTLP lists what may be sent again.
                isTemporary = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                    or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
                failure = $"the collector answered with status {(int)answer.StatusCode}";
                wanted = answer.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - Services.Clock.GetUtcNow() : null;
            }
            catch (HttpRequestException e)
            {
                failure = $"there is no connection to the collector ({e.HttpRequestError})";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failure = $"there was no answer within {AttemptLimit.TotalSeconds} seconds";
            }

            if (!isTemporary) return failure;
            if (attempt == Attempts) return $"{failure} ({Attempts} attempts)";
            if (wanted > LongestDelay) return $"{failure}, and asks to wait for {wanted.Value.TotalSeconds:N0} seconds";

            var delay = wanted ?? TimeSpan.FromSeconds(1 << (attempt - 1));
            if (delay > TimeSpan.Zero) await Task.Delay(delay, Services.Clock, cancellationToken);
        }
    }

    void WarnOfRejected(string answer)
    {
        try
        {
            // A number of 64 bits is a string in this encoding.
            var rejected = JsonNode.Parse(answer)?["partialSuccess"]?["rejectedSpans"]?.ToString();
            if (rejected is not (null or "0")) Logger.LogWarning("The collector rejected {Count} spans.", rejected);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The trace was accepted; what else the collector says is of no use.
        }
    }

    string? Setting(string parameter, string name) =>
        parameter.Length > 0 ? parameter
        : OfTraces(name) is { Length: > 0 } own ? own
        : Env.Get($"OTEL_EXPORTER_OTLP_{name}");

    string? OfTraces(string name) => Env.Get($"OTEL_EXPORTER_OTLP_TRACES_{name}");

    Uri? FindAddress(bool hasHeaders)
    {
        if (Setting(Endpoint, "ENDPOINT") is not { Length: > 0 } text) return null;

        // Only the variable for traces has a complete address.
        var isComplete = Endpoint.Length == 0 && OfTraces("ENDPOINT") is { Length: > 0 };
        var address = isComplete ? text.Trim() : $"{text.Trim().TrimEnd('/')}/v1/traces";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            throw new PluginFailedException("The collector's address is not a URL that starts with https:// or http://.");
        return uri.Scheme == "https" || uri.IsLoopback || !hasHeaders
            ? uri : throw new PluginFailedException("Headers are secret: they are only sent to an address that starts with https://.");
    }

    IReadOnlyList<KeyValuePair<string, string>> ReadHeaders()
    {
        var headers = new List<KeyValuePair<string, string>>();
        const StringSplitOptions trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var pair in (Setting(HeaderList, "HEADERS") ?? "").Split(',', trimmed))
        {
            if (pair.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var encoded])
                throw new PluginFailedException("The headers for the collector are not of the form name=value,name=value.");

            var value = Uri.UnescapeDataString(encoded);
            AddMask(value);
            if (value.AsSpan().ContainsAny("\r\n\0"))
                throw new PluginFailedException($"The header '{name}' for the collector has several lines.");
            headers.Add(new(name, value));
        }

        return headers;
    }
}

/// <summary>A phase of the run; one without an end has failed, because a failed phase has no after hook.</summary>
sealed record Phase(string Name, DateTimeOffset Start, DateTimeOffset? End)
{
    public static IReadOnlyList<Phase> ReadAll(IEnumerable<string> events)
    {
        var phases = new List<Phase>();
        foreach (var line in events)
        {
            if (line.Split(' ') is not [var name, var kind, var text]
                || !DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) continue;

            if (kind == "start") phases.Add(new(name, time, null));
            else if (phases.Count > 0 && phases[^1].Name == name && phases[^1].End is null) phases[^1] = phases[^1] with { End = time };
        }

        return phases;
    }
}

/// <summary>What Terraform did to a resource, according to its output with -json.</summary>
sealed record Operation(string Action, string Address, string Type, DateTimeOffset Start, DateTimeOffset End, string? Error)
{
    static readonly string[] Kinds = ["apply", "refresh", "ephemeral_op"];

    public TimeSpan Duration => End - Start;

    public static IReadOnlyList<Operation> ReadAll(string text)
    {
        var open = new Dictionary<(string, string), Operation>();
        var done = new List<Operation>();
        var last = DateTimeOffset.MinValue;
        foreach (var line in text.Split('\n'))
        {
            if (Message(line) is not { } message
                || !DateTimeOffset.TryParse(Text(message, "@timestamp"), CultureInfo.InvariantCulture, out var time)) continue;

            last = time > last ? time : last;
            var type = Text(message, "type") ?? "";
            var kind = Kinds.FirstOrDefault(kind => type.StartsWith($"{kind}_", StringComparison.Ordinal));
            if (kind is null || Member(message, "hook") is not { } hook || Member(hook, "resource") is not { } resource
                || Text(resource, "addr") is not { } address) continue;

            var step = type[(kind.Length + 1)..];
            var action = kind == "refresh" ? kind : Text(hook, "action") ?? kind;
            if (step == "start")
                open[(kind, address)] = new(action, address, Text(resource, "resource_type") ?? "", time, time, null);
            else if (step is "complete" or "errored" && open.Remove((kind, address), out var operation))
                done.Add(operation with { End = time, Error = step == "errored" ? "errored" : null });
        }

        // What never ended was cut off, with the program.
        return [.. done, .. open.Values.Select(operation => operation with { End = last, Error = "interrupted" })];
    }

    // Other output can be between the messages.
    static JsonElement? Message(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            return JsonElement.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static JsonElement? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : null;

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}

/// <summary>A span; its id follows from its path in the trace, so that sending it twice makes no second one.</summary>
sealed record Span(string Path, string Name, DateTimeOffset Start, DateTimeOffset End)
{
    public Span? Parent { get; init; }

    public bool IsServer { get; init; }

    /// <summary>What went wrong, or null.</summary>
    public string? Error { get; init; }

    public JsonArray Attributes { get; init; } = [];

    public string Id(string trace) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{trace}/{Path}")).AsSpan(0, 8));
}

/// <summary>A run as a trace, with the names of OpenTelemetry's conventions for CI/CD.</summary>
sealed class Trace
{
    readonly RunInfo _run;
    readonly List<Span> _phases = [];
    readonly Span _root;

    public Trace(RunInfo run, IReadOnlyList<Phase> phases, DateTimeOffset end, bool failed)
    {
        _run = run;
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"spacelift-run/{run.Id}")).AsSpan(0, 16));
        var culprit = failed ? phases.LastOrDefault(phase => phase.End is null)?.Name ?? "run" : null;
        _root = new("run", $"RUN {run.StackId}".TrimEnd(), phases.Count > 0 ? phases[0].Start : end, end)
        {
            IsServer = true,
            Error = culprit is null ? null : $"{culprit} failed",
            Attributes = Attributes(
                ("cicd.pipeline.action.name", "RUN"), ("cicd.pipeline.result", failed ? "failure" : "success"), ("error.type", culprit)),
        };
        Spans.Add(_root);
        foreach (var (number, phase) in phases.Index())
        {
            // A phase that failed ended before the next one began.
            var until = phase.End ?? (number + 1 < phases.Count ? phases[number + 1].Start : end);
            var error = phase.End is null && failed ? $"{phase.Name} failed" : null;
            _phases.Add(new($"{number}-{phase.Name}", phase.Name, phase.Start, until)
            {
                Parent = _root,
                Error = error,
                Attributes = Attributes(
                    ("cicd.pipeline.task.name", phase.Name),
                    ("cicd.pipeline.task.type", phase.Name is "apply" or "destroy" ? "deploy" : null),
                    ("cicd.pipeline.task.run.id", $"{run.Id}/{number}-{phase.Name}"),
                    ("cicd.pipeline.task.run.url.full", run.Url?.AbsoluteUri),
                    ("cicd.pipeline.task.run.result", error is null ? "success" : "failure"),
                    ("error.type", error is null ? null : phase.Name)),
            });
        }

        Spans.AddRange(_phases);
    }

    public string Id { get; }

    public List<Span> Spans { get; } = [];

    /// <summary>Whether the operation was part of this run: files of timings can be older.</summary>
    public bool Contains(Operation operation) =>
        operation.Start >= _root.Start && operation.End <= _root.End && operation.End >= operation.Start;

    public void Add(IEnumerable<Operation> operations)
    {
        foreach (var operation in operations.OrderBy(operation => operation.Start))
        {
            var path = $"{operation.Action} {operation.Address} {operation.Start:O}";
            Spans.Add(new(path, $"{operation.Action} {operation.Type}".TrimEnd(), operation.Start, operation.End)
            {
                Parent = _phases.LastOrDefault(phase => phase.Start <= operation.Start && operation.Start <= phase.End) ?? _root,
                Error = operation.Error,
                Attributes = Attributes(
                    ("terraform.resource.address", operation.Address), ("terraform.resource.type", operation.Type),
                    ("terraform.action", operation.Action), ("error.type", operation.Error)),
            });
        }
    }

    /// <summary>An ExportTraceServiceRequest in OTLP's JSON encoding.</summary>
    public JsonObject Request(string service, IEnumerable<Span> spans) => new()
    {
        ["resourceSpans"] = new JsonArray(new JsonObject
        {
            ["resource"] = new JsonObject
            {
                ["attributes"] = Attributes(
                    ("service.name", service), ("cicd.pipeline.name", _run.StackId), ("cicd.pipeline.run.id", _run.Id),
                    ("cicd.pipeline.run.url.full", _run.Url?.AbsoluteUri), ("vcs.repository.name", _run.Repository),
                    ("vcs.ref.head.name", _run.CommitBranch), ("vcs.ref.head.revision", _run.CommitSha),
                    ("spacelift.stack", _run.StackId), ("spacelift.space", _run.SpaceId), ("spacelift.run.type", _run.Type?.ToString()),
                    ("spacelift.run.state", _run.FinalState?.ToString()), ("spacelift.run.trigger", _run.Trigger),
                    ("spacelift.run.local_preview", _run.IsLocalPreview ? "true" : null)),
            },
            ["scopeSpans"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject { ["name"] = "spaceforge.tracing", ["version"] = "1.0.0" },
                ["spans"] = new JsonArray([.. spans.Select(Encode)]),
            }),
        }),
    };

    public string Report(string result) => new MarkdownBuilder().Heading(1, "Trace")
        .Paragraph("Trace " + MarkdownText.Code(Id)).Paragraph(result)
        .Table(["Phase", "Seconds", "Result"], _phases.Select(phase => (MarkdownText[])
            [phase.Name, (phase.End - phase.Start).TotalSeconds.ToString("N1", CultureInfo.InvariantCulture), phase.Error ?? "ended"]))
        .ToString();

    JsonNode Encode(Span span) => new JsonObject
    {
        ["traceId"] = Id,
        ["spanId"] = span.Id(Id),
        ["parentSpanId"] = span.Parent?.Id(Id) ?? "",
        ["name"] = span.Name,
        ["kind"] = span.IsServer ? 2 : 1,
        ["startTimeUnixNano"] = Nanoseconds(span.Start),
        ["endTimeUnixNano"] = Nanoseconds(span.End < span.Start ? span.Start : span.End),
        ["attributes"] = span.Attributes.DeepClone(),
        ["status"] = span.Error is null ? new JsonObject() : new JsonObject { ["code"] = 2, ["message"] = span.Error },
    };

    static string Nanoseconds(DateTimeOffset time) =>
        ((time - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);

    static JsonArray Attributes(params IEnumerable<(string Key, string? Value)> attributes) => new([.. attributes
        .Where(attribute => !string.IsNullOrEmpty(attribute.Value))
        .Select(attribute => (JsonNode)new JsonObject
        {
            ["key"] = attribute.Key,
            ["value"] = new JsonObject { ["stringValue"] = attribute.Value },
        })]);
}
