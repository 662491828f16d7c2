using System.Globalization;
using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>The traces of the plugin, as a collector on loopback receives them.</summary>
public sealed class TracingTests : IDisposable
{
    // Terraform's output in testdata is from this second and the next.
    static readonly DateTimeOffset Began = new(2026, 11, 29, 12, 9, 40, TimeSpan.Zero);

    static readonly string Recorded = File.ReadAllText(Repository.PathOf("plugins", "tracing", "testdata", "apply.jsonl"));

    readonly PluginHarness<Tracing> _harness = new();
    readonly FakeSpacelift _spacelift = new();
    readonly Collector _collector = new();
    readonly HandClock _clock = new(Began);

    public TracingTests()
    {
        _harness.Spacelift = _spacelift;
        _harness.Clock = _clock;
        _harness.Parameters["tracing_endpoint"] = _collector.Address;
        Set("run_id", "01J0000000000000000000000S");
        Set("run_type", "TRACKED");
        Set("stack_id", "shop");
        Set("commit_branch", "main");
        Set("commit_sha", "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        Set("final_run_state", "FINISHED");
    }

    public void Dispose()
    {
        _harness.Dispose();
        _spacelift.Dispose();
        _collector.Dispose();
    }

    [Fact]
    public async Task A_run_is_a_trace_with_its_phases()
    {
        await RunAsync(Hook.BeforeInit, Hook.AfterInit, Hook.BeforePlan, Hook.AfterPlan, Hook.BeforeApply, Hook.AfterApply);
        var outcome = await SendAsync();

        var root = _collector.Span("RUN shop");
        Assert.Equal((2, "success", null), ((int?)root["kind"], Attribute(root, "cicd.pipeline.result"), (int?)root["status"]!["code"]));
        Assert.Equal(["init", "plan", "apply"], Children(root).Select(span => (string)span["name"]!));
        Assert.Equal([1.0, 1.0, 1.0], Children(root).Select(Seconds));
        Assert.Equal(6.0, Seconds(root));
        var apply = _collector.Span("apply");
        Assert.Equal(
            ("apply", "deploy", "success", "01J0000000000000000000000S/2-apply"),
            (Attribute(apply, "cicd.pipeline.task.name"), Attribute(apply, "cicd.pipeline.task.type"),
             Attribute(apply, "cicd.pipeline.task.run.result"), Attribute(apply, "cicd.pipeline.task.run.id")));

        var resource = _collector.Requests.Single().Body["resourceSpans"]![0]!["resource"]!.AsObject();
        Assert.Equal(
            ("spacelift", "shop", "shop", "main", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "TRACKED"),
            (Attribute(resource, "service.name"), Attribute(resource, "cicd.pipeline.name"), Attribute(resource, "spacelift.stack"),
             Attribute(resource, "vcs.ref.head.name"), Attribute(resource, "vcs.ref.head.revision"), Attribute(resource, "spacelift.run.type")));
        Assert.Contains("Sent 4 spans.", outcome.Markdown[^1], StringComparison.Ordinal);
        Assert.Contains("| apply | 1.0 | ended |", outcome.Markdown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_follow_from_the_run()
    {
        await RunAsync(Hook.BeforePlan, Hook.AfterPlan);
        await SendAsync();
        var first = _collector.Spans.Keys.ToHashSet();
        using var again = new TracingTests();
        await again.RunAsync(Hook.BeforePlan, Hook.AfterPlan);
        await again.SendAsync();
        Assert.Equal(first, again._collector.Spans.Keys.ToHashSet());

        using var other = new TracingTests();
        other.Set("run_id", "01J0000000000000000000000T");
        await other.SendAsync();
        Assert.DoesNotContain(other._collector.Spans.Keys.Single(), first);
    }

    [Fact]
    public async Task A_phase_that_fails_is_an_error()
    {
        await RunAsync(Hook.BeforeInit, Hook.AfterInit, Hook.BeforePlan);
        Set("final_run_state", "FAILED");
        await SendAsync();
        var (root, plan) = (_collector.Span("RUN shop"), _collector.Span("plan"));
        Assert.Equal(("failure", "plan", 2), (Attribute(root, "cicd.pipeline.result"), Attribute(root, "error.type"), (int?)root["status"]!["code"]));
        Assert.Equal((2, "plan failed", "failure"), ((int?)plan["status"]!["code"], (string?)plan["status"]!["message"], Attribute(plan, "cicd.pipeline.task.run.result")));
        Assert.Null((int?)_collector.Span("init")["status"]!["code"]);
    }

    [Fact]
    public async Task Terraforms_timings_are_spans_below_their_phase()
    {
        _harness.Parameters["tracing_timings"] = "plan.jsonl, apply.jsonl";
        _harness.WriteFile("apply.jsonl", $"Some text\n{{not json\n{Recorded}");
        await RunAsync(Hook.BeforeApply);
        _clock.Now = Began.AddSeconds(5);
        await RunAsync(Hook.AfterApply);
        var outcome = await SendAsync();

        var resources = Children(_collector.Span("apply")).ToList();
        Assert.Equal(["terraform_data.slow", "terraform_data.broken"], resources.Select(span => Attribute(span, "terraform.resource.address")));
        Assert.All(resources, span => Assert.Equal("create terraform_data", (string?)span["name"]));
        // From 12:09:40.855090 to 12:09:41.871037.
        Assert.Equal(("1795954180855090000", "1795954181871037000"), ((string?)resources[0]["startTimeUnixNano"], (string?)resources[0]["endTimeUnixNano"]));
        Assert.Equal((null, 2, "errored"), ((int?)resources[0]["status"]!["code"], (int?)resources[1]["status"]!["code"], Attribute(resources[1], "error.type")));
        Assert.Contains("There are no timings in plan.jsonl.", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refreshes_and_what_was_interrupted_are_there_too()
    {
        _harness.Parameters["tracing_timings"] = "apply.jsonl";
        _harness.WriteFile("apply.jsonl", string.Join('\n',
            Line(1, "refresh_start", "a.b", null), Line(2, "refresh_complete", "a.b", null), Line(2, "apply_start", "a.c", "update"), Line(3, "apply_progress", "a.c", "update"),
            Line(1, "apply_complete", "never.started", "create"), """{"type":"apply_start","@timestamp":1}""", """{"@timestamp":"2026-11-29T12:09:42Z","type":"apply_start","hook":{"resource":7}}"""));
        _clock.Now = Began.AddSeconds(10);
        await RunAsync(Hook.BeforeApply);
        _clock.Now = Began.AddSeconds(15);
        await SendAsync();
        // They happened before the phase, so they do not belong to this run.
        Assert.Equal(2, _collector.Spans.Count);

        using var again = new TracingTests();
        again._harness.Parameters["tracing_timings"] = "apply.jsonl";
        again._harness.WriteFile("apply.jsonl", File.ReadAllText(Path.Combine(_harness.ProjectRoot, "apply.jsonl")));
        await again.RunAsync(Hook.BeforeApply);
        again._clock.Now = Began.AddSeconds(15);
        await again.SendAsync();
        Assert.Equal(("refresh t", null), ((string?)again._collector.Span("refresh t")["name"], (int?)again._collector.Span("refresh t")["status"]!["code"]));
        Assert.Equal("interrupted", Attribute(again._collector.Span("update t"), "error.type"));
    }

    [Fact]
    public async Task Real_timings_of_Terraform_are_read()
    {
        Needs.Program("terraform");
        _harness.Clock = TimeProvider.System;
        _harness.Parameters["tracing_timings"] = "apply.jsonl";
        _harness.WriteFile("main.tf", "resource \"terraform_data\" \"one\" {\n}\nresource \"terraform_data\" \"two\" {\n}\n");
        await RunAsync(Hook.BeforeApply);
        (await TerraformAsync("init", "-input=false")).ShouldExit(0);
        _harness.WriteFile("apply.jsonl", (await TerraformAsync("apply", "-json", "-auto-approve", "-input=false")).ShouldExit(0).Output);
        await RunAsync(Hook.AfterApply);
        await SendAsync();
        Assert.Equal(
            ["terraform_data.one", "terraform_data.two"],
            Children(_collector.Span("apply")).Select(span => Attribute(span, "terraform.resource.address")).Order());
    }

    [Fact]
    public async Task A_large_run_is_sent_in_parts_and_cut()
    {
        _harness.Parameters["tracing_timings"] = "apply.jsonl";
        _harness.WriteFile("apply.jsonl", string.Join('\n', Enumerable.Range(0, 2_100).SelectMany(number => (string[])
            [Line(1, "apply_start", $"a.b[{number}]", "create"), Line(2, "apply_complete", $"a.b[{number}]", "create")])));
        await RunAsync(Hook.BeforeApply);
        _clock.Now = Began.AddSeconds(5);
        var outcome = await SendAsync();
        Assert.Equal(2_002, _collector.Spans.Count);
        Assert.Equal(5, _collector.Requests.Count);
        Assert.Contains("Only the 2000 longest of 2100 operations", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_temporary_fault_is_retried(int status)
    {
        _collector.Answer(status);
        _collector.Answer(status);
        await SendAsync();
        Assert.Equal(3, _collector.Requests.Count);
        Assert.Single(_collector.Spans);
    }

    [Theory]
    [InlineData(400, null, 1, "the collector answered with status 400")]
    [InlineData(500, null, 1, "the collector answered with status 500")]
    [InlineData(302, "Location: http://127.0.0.1:1/", 1, "the collector answered with status 302")]
    [InlineData(503, "Retry-After: 0", 4, "the collector answered with status 503 (4 attempts)")]
    [InlineData(503, "Retry-After: 3600", 1, "status 503, and asks to wait for 3,600 seconds")]
    public async Task A_collector_that_refuses_fails_only_a_run_that_requires_the_trace(int status, string? header, int requests, string reason)
    {
        for (var i = 0; i < 2 * requests; i++) _collector.Answer(status, header);
        var outcome = await SendAsync();
        Assert.Equal(requests, _collector.Requests.Count);
        Assert.Contains(reason, outcome.Log, StringComparison.Ordinal);
        Assert.Contains("The trace was not sent", outcome.Markdown[^1], StringComparison.Ordinal);

        _harness.Parameters["tracing_required"] = "true";
        Assert.Contains(reason, (await SendAsync(exitCode: 1)).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_spans_are_logged()
    {
        _collector.Success = """{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}""";
        Assert.Contains("The collector rejected 3 spans.", (await SendAsync(accepted: true)).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_usual_variables_count_and_headers_are_secret()
    {
        _harness.Parameters.Remove("tracing_endpoint");
        Assert.Contains("no collector is set", (await SendAsync()).Log, StringComparison.Ordinal);

        _harness.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address.TrimEnd('/');
        _harness.Environment["OTEL_EXPORTER_OTLP_HEADERS"] = "authorization=Bearer%20hunter2-of-the-collector, x-other = 1";
        var outcome = await SendAsync();
        Assert.Equal(("/v1/traces", "Bearer hunter2-of-the-collector"), (_collector.Requests.Single().Path, _collector.Requests.Single().Authorization));
        Assert.DoesNotContain("hunter2", outcome.Log + outcome.Markdown[^1], StringComparison.Ordinal);

        _harness.Environment["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = $"{_collector.Address}other";
        _collector.Answer(404, null);
        await SendAsync();
        Assert.Equal("/other", _collector.Requests.Last().Path);
    }

    [Theory]
    [InlineData("http://collector.example.com", "a=hunter2-of-the-collector", "Headers are secret")]
    [InlineData("ftp://collector.example.com", "", "is not a URL that starts with https:// or http://")]
    [InlineData("https://user:hunter2-of-the-collector@example.com", "", "is not a URL that starts with https:// or http://")]
    [InlineData("https://collector.example.com", "hunter2-of-the-collector", "are not of the form name=value,name=value")]
    [InlineData("https://collector.example.com", "a=hunter2-of-the-collector%0d%0ab: c", "has several lines")]
    public async Task Wrong_settings_are_reported_without_secrets(string endpoint, string headers, string reason)
    {
        _harness.Parameters["tracing_endpoint"] = endpoint;
        _harness.Parameters["tracing_headers"] = headers;
        var outcome = await SendAsync();
        Assert.Contains(reason, outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", outcome.Log + outcome.Markdown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_down_is_a_warning()
    {
        _collector.Dispose();
        _harness.Clock = new HandClock(Began) { IsImmediate = true };
        Assert.Contains("there is no connection to the collector (ConnectionError) (4 attempts)", (await SendAsync(accepted: false)).Log, StringComparison.Ordinal);
    }

    static string Line(int second, string type, string address, string? action) => new JsonObject
    {
        ["@timestamp"] = Began.AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss.ffffffK", CultureInfo.InvariantCulture),
        ["type"] = type,
        ["hook"] = new JsonObject { ["resource"] = new JsonObject { ["addr"] = address, ["resource_type"] = "t" }, ["action"] = action },
    }.ToJsonString();

    static string? Attribute(JsonObject span, string key) =>
        (string?)span["attributes"]!.AsArray().FirstOrDefault(attribute => (string?)attribute!["key"] == key)?["value"]!["stringValue"];

    static double Seconds(JsonObject span) =>
        (long.Parse((string)span["endTimeUnixNano"]!, CultureInfo.InvariantCulture) - long.Parse((string)span["startTimeUnixNano"]!, CultureInfo.InvariantCulture)) / 1e9;

    IEnumerable<JsonObject> Children(JsonObject parent) =>
        _collector.Spans.Values.Where(span => (string?)span["parentSpanId"] == (string?)parent["spanId"]).OrderBy(span => (string?)span["startTimeUnixNano"], StringComparer.Ordinal);

    void Set(string name, string value) => _harness.Environment[$"TF_VAR_spacelift_{name}"] = value;

    Task<Outcome> TerraformAsync(params string[] arguments) => new CommandLine("terraform", arguments)
    {
        Folder = _harness.ProjectRoot,
        Variables = new Dictionary<string, string?> { ["TF_CLI_CONFIG_FILE"] = "/dev/null", ["CHECKPOINT_DISABLE"] = "1" },
    }.RunAsync();

    async Task RunAsync(params IEnumerable<Hook> hooks)
    {
        foreach (var hook in hooks)
        {
            var outcome = await _harness.RunAsync(hook, TestContext.Current.CancellationToken);
            Assert.True(outcome.Succeeded, outcome.Log);
            _clock.Now += TimeSpan.FromSeconds(1);
        }
    }

    async Task<HookOutcome> SendAsync(int exitCode = 0, bool accepted = true)
    {
        var outcome = await _harness.RunAsync(Hook.AfterRun, TestContext.Current.CancellationToken);
        Assert.True(outcome.ExitCode == exitCode, outcome.Log);
        if (accepted) Assert.Empty(_collector.Mistakes);
        return outcome;
    }

    /// <summary>A clock that tests set by hand.</summary>
    sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        /// <summary>Whether delays end immediately.</summary>
        public bool IsImmediate { get; init; }

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, IsImmediate ? TimeSpan.Zero : dueTime, period);
    }
}
