using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>The messages of the plugin, as a server on loopback receives them.</summary>
public sealed class NotifyTests : IDisposable
{
    const string Changed = """
        {"format_version":"1.2","resource_changes":[
          {"address":"a.new","change":{"actions":["create"]}},
          {"address":"a.changed","change":{"actions":["update"]}},
          {"address":"a.swapped","change":{"actions":["delete","create"]}},
          {"address":"a.old[\"<!channel>\"]","change":{"actions":["delete"]}},
          {"address":"a.same","change":{"actions":["no-op"]}}]}
        """;

    const string Same = """{"format_version":"1.2","resource_changes":[{"address":"a.same","change":{"actions":["no-op"]}},{"address":"data.a.b","change":{"actions":["read"]}}]}""";

    readonly PluginHarness<NotifyPlugin> _harness = new();
    readonly ChatServer _server = new();

    public NotifyTests()
    {
        Set("run_type", "TRACKED");
        Set("run_id", "01J0000000000000000000000S");
        Set("stack_id", "shop");
        Set("repository", "example/shop");
        Set("commit_branch", "main");
        Set("commit_sha", "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        Set("final_run_state", "FINISHED");
    }

    public void Dispose()
    {
        _harness.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Slack_gets_the_result_and_the_changes()
    {
        Use("slack");
        _harness.WriteFile("spacelift.plan.json", Changed);
        await SendAsync();
        var body = Body();
        Assert.Equal("🟢 FINISHED: shop", (string?)body["text"]);
        var texts = body["blocks"]!.AsArray().Select(block => (string?)block!["text"]!["text"]).ToList();
        Assert.Equal("🟢 *FINISHED: shop*\nTracked run\nexample/shop main da39a3ee", texts[0]);
        Assert.Equal(
            "```1 to create, 1 to update, 1 to replace, 1 to delete\n- a.swapped\n- a.old[\"&lt;!channel&gt;\"]```", texts[1]);
    }

    [Fact]
    public async Task Teams_gets_a_card_whose_text_is_verbatim()
    {
        Use("teams");
        Set("stack_id", "[shop](https://example.com) **bold**");
        Set("final_run_state", "FAILED");
        await SendAsync();
        var attachment = Body()["attachments"]![0]!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)attachment["contentType"]);
        var lines = attachment["content"]!["body"]!.AsArray();
        Assert.All(lines, line => Assert.Equal("RichTextBlock", (string?)line!["type"]));
        Assert.Equal(
            ["🔴 FAILED: [shop](https://example.com) **bold**", "Tracked run", "example/shop main da39a3ee"],
            lines.Select(line => (string?)line!["inlines"]![0]!["text"]));
    }

    [Fact]
    public async Task A_webhook_gets_JSON_with_a_signature()
    {
        Use("webhook");
        _harness.Parameters["notify_webhook_secret"] = "hunter2hunter2";
        _harness.WriteFile("spacelift.plan.json", Changed);
        var outcome = await SendAsync();
        var (_, text, signature) = Assert.Single(_server.Requests);
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes("hunter2hunter2"), Encoding.UTF8.GetBytes(text));
        Assert.Equal($"sha256={Convert.ToHexStringLower(expected)}", signature);
        Assert.Equal(["a.swapped", "a.old[\"<!channel>\"]"], Body()["changes"]!["destroyed"]!.AsArray().Select(address => (string?)address));
        Assert.Equal("FINISHED", (string?)Body()["run"]!["state"]);
        Assert.DoesNotContain("hunter2", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_service_gets_its_message()
    {
        Use("slack");
        Use("teams");
        Use("webhook");
        using var spacelift = new FakeSpacelift();
        _harness.Spacelift = spacelift;
        var outcome = await SendAsync();
        Assert.Equal("# Notifications\n\nFINISHED: shop\n\n- **Slack**\\: sent\n- **Teams**\\: sent\n- **Webhook**\\: sent\n", Assert.Single(outcome.Markdown));
        Assert.Equal(["/secret-slack", "/secret-teams", "/secret-webhook"], _server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_temporary_fault_is_retried(int status)
    {
        Use("slack");
        _server.Answer(status);
        _server.Answer(status);
        await SendAsync();
        Assert.Equal(3, _server.Requests.Count);
    }

    [Theory]
    [InlineData(400, null, 1)]
    [InlineData(404, null, 1)]
    [InlineData(302, "Location: http://127.0.0.1:1/", 1)]
    [InlineData(500, "Retry-After: 0", 4)]
    public async Task A_final_fault_fails_only_a_run_that_requires_the_message(int status, string? header, int requests)
    {
        Use("slack");
        for (var i = 0; i < 2 * requests; i++) _server.Answer(status, header);
        var outcome = await SendAsync();
        Assert.Equal(requests, _server.Requests.Count);
        Assert.Contains($"Slack: the message was not sent: status {status}: the server says no", outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-slack", outcome.Log, StringComparison.Ordinal);

        _harness.Parameters["notify_required"] = "true";
        outcome = await _harness.RunAsync(Hook.AfterRun, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("1 of 1 messages were not sent.", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://example.com/secret-part")]
    [InlineData("http://example.com/secret-part")]
    [InlineData("https://user:secret-part@example.com/")]
    [InlineData("secret-part")]
    public async Task A_wrong_address_is_reported_without_the_address(string url)
    {
        _harness.Parameters["notify_slack_url"] = url;
        var outcome = await _harness.RunAsync(Hook.AfterRun, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The value of 'Slack webhook' is not a URL that starts with https://.", outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-part", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_without_any_address_is_a_mistake()
    {
        var outcome = await _harness.RunAsync(Hook.AfterRun, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Nothing to send to", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tracked", "TRACKED", "push", "FINISHED", Changed, true)]
    [InlineData("Tracked", "TRACKED", "push", "FINISHED", Same, false)]
    [InlineData("Tracked", "TRACKED", "push", "FINISHED", "", true)]
    [InlineData("Tracked", "TRACKED", "push", "FAILED", Same, true)]
    [InlineData("Tracked", "PROPOSED", "push", "FINISHED", Changed, false)]
    [InlineData("Tracked", "PROPOSED", "push", "FAILED", Changed, true)]
    [InlineData("All", "PROPOSED", "push", "FINISHED", Changed, true)]
    [InlineData("All", "PROPOSED", "push", "FINISHED", Same, false)]
    [InlineData("Failed", "TRACKED", "push", "FINISHED", Changed, false)]
    [InlineData("Failed", "TRACKED", "push", "FAILED", "", true)]
    [InlineData("Failed", "PROPOSED", "drift_detection", "FINISHED", Changed, true)]
    [InlineData("Tracked", "PROPOSED", "drift_detection", "FINISHED", Changed, true)]
    [InlineData("Tracked", "PROPOSED", "drift_detection", "FINISHED", Same, false)]
    [InlineData("All", "PROPOSED", "drift_detection", "FINISHED", Same, false)]
    public async Task What_is_sent_depends_on_the_run(string runs, string type, string trigger, string state, string plan, bool isSent)
    {
        Use("slack");
        _harness.Parameters["notify_runs"] = runs;
        Set("run_type", type);
        Set("run_trigger", trigger);
        Set("final_run_state", state);
        if (plan.Length > 0) _harness.WriteFile("spacelift.plan.json", plan);
        await SendAsync();
        Assert.Equal(isSent ? 1 : 0, _server.Requests.Count);
    }

    [Fact]
    public async Task Runs_without_changes_can_be_asked_for()
    {
        Use("slack");
        _harness.Parameters["notify_unchanged"] = "true";
        _harness.WriteFile("spacelift.plan.json", Same);
        await SendAsync();
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Drift_can_be_switched_off()
    {
        Use("slack");
        _harness.Parameters["notify_drift"] = "false";
        Set("run_trigger", "drift_detection");
        _harness.WriteFile("spacelift.plan.json", Changed);
        await SendAsync();
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_does_not_stop_the_message()
    {
        Use("slack");
        _harness.WriteFile("spacelift.plan.json", "{");
        var outcome = await SendAsync();
        Assert.Single(_server.Requests);
        Assert.Contains("The message is sent without changes", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_plan_is_cut()
    {
        Use("slack");
        Use("teams");
        var changes = string.Join(',', Enumerable.Range(0, 5_000).Select(number =>
            $$"""{"address":"a.{{new string('x', 2_000)}}{{number}}","change":{"actions":["delete"]} }"""));
        _harness.WriteFile("spacelift.plan.json", $$"""{"format_version":"1.2","resource_changes":[{{changes}}]}""");
        await SendAsync();
        Assert.All(_server.Requests, request => Assert.InRange(request.Body.Length, 1, 10_000));
        Assert.Contains("and 4990 more", _server.Requests.First().Body, StringComparison.Ordinal);
    }

    void Set(string name, string value) => _harness.Environment[$"TF_VAR_spacelift_{name}"] = value;

    void Use(string service) => _harness.Parameters[$"notify_{service}_url"] = new Uri(_server.Address, $"secret-{service}").AbsoluteUri;

    async Task<HookOutcome> SendAsync()
    {
        var outcome = await _harness.RunAsync(Hook.AfterRun, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
        return outcome;
    }

    JsonObject Body() => JsonNode.Parse(_server.Requests.Single().Body)!.AsObject();
}
