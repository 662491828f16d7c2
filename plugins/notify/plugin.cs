#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<NotifyPlugin>(args);

enum Runs { All, Tracked, Failed }

sealed class NotifyPlugin : SpaceforgePlugin
{
    const int Attempts = 4;
    const int MostNames = 10;
    const int LongestName = 200;
    const int LongestAnswer = 300;
    static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(15);
    static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    // Chat services read JSON in UTF-8: escaping other letters only makes requests longer.
    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string Name => "notify";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["notifications", "slack", "teams"];
    public override string Description => """
        Sends a message to Slack, Microsoft Teams or any webhook when a run ends, and when drift is detected.

        The message has the run's result, its commit and what the plan changes.
        """;

    [Parameter("Slack webhook", Id = "notify_slack_url", Description = "The URL of a Slack incoming webhook", Sensitive = true)]
    public string SlackUrl { get; init; } = "";

    [Parameter("Teams webhook", Id = "notify_teams_url", Description = "The URL of a Microsoft Teams workflow that posts webhook requests to a channel", Sensitive = true)]
    public string TeamsUrl { get; init; } = "";

    [Parameter("Webhook", Id = "notify_webhook_url", Description = "The URL of any other service; it gets JSON", Sensitive = true)]
    public string WebhookUrl { get; init; } = "";

    [Parameter("Webhook secret", Id = "notify_webhook_secret", Description = "If set, requests to the webhook have the header X-Signature-256 with the HMAC-SHA256 of the body", Sensitive = true)]
    public string WebhookSecret { get; init; } = "";

    [Parameter("Runs", Id = "notify_runs", Description = "All: every run. Tracked: runs that change infrastructure, and failed ones. Failed: failed runs only")]
    public Runs Runs { get; init; } = Runs.Tracked;

    [Parameter("Drift", Id = "notify_drift", Description = "Whether to send a message when drift detection finds changes")]
    public bool Drift { get; init; } = true;

    [Parameter("Unchanged", Id = "notify_unchanged", Description = "Whether to send a message when a run finishes without changes")]
    public bool Unchanged { get; init; }

    [Parameter("Required", Id = "notify_required", Description = "Whether the run fails if a message cannot be sent")]
    public bool Required { get; init; }

    protected override async Task AfterRunAsync(CancellationToken cancellationToken)
    {
        var plan = await FindPlanAsync(cancellationToken);
        var changes = plan?.ResourceChanges.Where(change => !change.IsNoOp && !change.IsRead).ToList();
        if (ReasonForSilence(changes) is { } reason)
        {
            Logger.LogInformation("No message: {Reason}.", reason);
            return;
        }

        var message = new Message(RunInfo, IsDrift, changes is null ? null : Summary.Of(changes));
        var targets = Targets(message).ToList();
        if (targets.Count == 0) throw new PluginFailedException("Nothing to send to: set a Slack, Teams or other webhook.");

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = AttemptLimit };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 64_000 };
        var failures = 0;
        var results = new List<MarkdownText>();
        foreach (var target in targets)
        {
            var failure = await SendAsync(client, target, cancellationToken);
            results.Add(MarkdownText.Bold(target.Name) + (failure is null ? ": sent" : $": not sent, {failure}"));
            if (failure is not null)
            {
                failures++;
                Logger.LogError("{Target}: the message was not sent: {Reason}", target.Name, failure);
            }
            else
            {
                Logger.LogInformation("{Target}: sent a message.", target.Name);
            }
        }

        await SendMarkdownAsync(new MarkdownBuilder().Heading(1, "Notifications").Paragraph(message.Title).List(results).ToString(), cancellationToken);
        if (failures > 0 && Required) throw new PluginFailedException($"{failures} of {targets.Count} messages were not sent.");
    }

    bool IsDrift => RunInfo.Trigger?.Contains("drift", StringComparison.OrdinalIgnoreCase) == true;

    // The message is also worth sending if the plan cannot be read.
    async Task<TerraformPlan?> FindPlanAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(ProjectFolder, "spacelift.plan.json")) && !File.Exists(Path.Combine(ProjectFolder, "spacelift.plan"))) return null;

        try
        {
            return await GetPlanAsync(cancellationToken);
        }
        catch (PluginFailedException e)
        {
            Logger.LogWarning("The message is sent without changes: {Reason}", e.Message);
            return null;
        }
    }

    /// <summary>Why no message is sent, or null.</summary>
    string? ReasonForSilence(List<ResourceChange>? changes)
    {
        var failed = RunInfo.FinalState == RunState.Failed;
        if (IsDrift && !failed)
            return !Drift ? "messages about drift are off" : changes is { Count: 0 } ? "there is no drift" : null;

        if (failed || Runs == Runs.All) return failed || Unchanged || changes is not { Count: 0 } ? null : "the run has no changes";
        if (Runs == Runs.Failed) return "the run did not fail";
        if (RunInfo.Type == RunType.Proposed) return "the run is a proposed one";
        return !Unchanged && changes is { Count: 0 } ? "the run has no changes" : null;
    }

    IEnumerable<Target> Targets(Message message)
    {
        if (SlackUrl.Length > 0) yield return new("Slack", AddressOf("Slack webhook", SlackUrl), message.ForSlack());
        if (TeamsUrl.Length > 0) yield return new("Teams", AddressOf("Teams webhook", TeamsUrl), message.ForTeams());
        if (WebhookUrl.Length > 0) yield return new("Webhook", AddressOf("Webhook", WebhookUrl), message.ForWebhook()) { Secret = WebhookSecret };
    }

    /// <summary>The address; errors do not contain it, because whoever has it can post messages.</summary>
    static Uri AddressOf(string parameter, string url) =>
        Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))
            ? uri : throw new PluginFailedException($"The value of '{parameter}' is not a URL that starts with https://.");

    /// <summary>Sends a message, and returns the reason if that failed.</summary>
    async Task<string?> SendAsync(HttpClient client, Target target, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(target.Body.ToJsonString(Readable));
        string? failure = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            TimeSpan? wanted = null;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(AttemptLimit);
                using var request = Request(target, body);
                using var answer = await client.SendAsync(request, limit.Token);
                if (answer.IsSuccessStatusCode) return null;

                failure = $"status {(int)answer.StatusCode}: {Cut(await answer.Content.ReadAsStringAsync(limit.Token))}";
                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout) && (int)answer.StatusCode < 500) return failure;
                wanted = answer.Headers.RetryAfter?.Delta;
            }
            catch (HttpRequestException e)
            {
                failure = $"{e.HttpRequestError}: {Cut(e.Message)}";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failure = $"there was no answer within {AttemptLimit.TotalSeconds} seconds";
            }

            if (attempt == Attempts) break;

            var delay = wanted ?? TimeSpan.FromSeconds(1 << (attempt - 1));
            await Task.Delay(delay < LongestDelay ? delay : LongestDelay, Services.Clock, cancellationToken);
        }

        return $"{failure} ({Attempts} attempts)";
    }

    static HttpRequestMessage Request(Target target, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("spaceforge-notify", "1.0.0"));
        if (target.Secret.Length > 0)
            request.Headers.Add("X-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(target.Secret), body))}");
        return request;
    }

    static string Cut(string text)
    {
        var line = string.Join(' ', text.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= LongestAnswer ? line : $"{line[..LongestAnswer]}...";
    }

    sealed record Target(string Name, Uri Address, JsonObject Body)
    {
        public string Secret { get; init; } = "";
    }

    /// <summary>How many resources the plan changes, and the ones that cannot be undone.</summary>
    sealed record Summary(int Created, int Updated, int Replaced, int Deleted, IReadOnlyList<string> Destroyed, int More)
    {
        public static Summary Of(IReadOnlyList<ResourceChange> changes)
        {
            var destroyed = changes.Where(change => change.IsDelete || change.IsReplace).Select(change => change.Address).ToList();
            return new(
                changes.Count(change => change.IsCreate), changes.Count(change => change.IsUpdate), changes.Count(change => change.IsReplace),
                changes.Count(change => change.IsDelete),
                [.. destroyed.Take(MostNames).Select(address => address.Length <= LongestName ? address : $"{address[..LongestName]}...")],
                Math.Max(0, destroyed.Count - MostNames));
        }

        public override string ToString() => $"{Created} to create, {Updated} to update, {Replaced} to replace, {Deleted} to delete";
    }

    /// <summary>A message about a run, in the format of each service.</summary>
    sealed class Message(RunInfo run, bool isDrift, Summary? changes)
    {
        string Stack => run.StackId ?? "unknown stack";

        string Result => run.FinalState?.ToString() ?? "ENDED";

        bool Failed => run.FinalState == RunState.Failed;

        public string Title => isDrift && !Failed ? $"Drift in {Stack}" : $"{Result}: {Stack}";

        string Kind => isDrift ? "Drift detection" : $"{Capital(run.Type?.ToString() ?? "run")} run";

        string Commit => string.Join(' ', ((string?[])[run.Repository, run.CommitBranch, run.CommitSha?[..Math.Min(8, run.CommitSha.Length)]]).Where(part => !string.IsNullOrEmpty(part)));

        IEnumerable<string> Lines => changes is null ? [] : [$"{changes}", .. changes.Destroyed.Select(address => $"- {address}"), .. More()];

        IEnumerable<string> More() => changes is { More: > 0 } ? [$"- and {changes.More} more"] : [];

        static string Capital(string text) => text.Length == 0 ? text : $"{text[..1].ToUpperInvariant()}{text[1..].ToLowerInvariant()}";

        public JsonObject ForSlack()
        {
            var title = run.Url is { } url ? $"<{url.AbsoluteUri}|{Slack(Title)}>" : Slack(Title);
            var text = new List<string> { $"{Icon} *{title}*", Slack(Kind) };
            if (Commit.Length > 0) text.Add(Slack(Commit));
            var blocks = new JsonArray(Section(string.Join('\n', text)));
            if (changes is not null) blocks.Add((JsonNode)Section($"```{Slack(string.Join('\n', Lines)).Replace("```", "'''", StringComparison.Ordinal)}```"));
            return new() { ["text"] = $"{Icon} {Slack(Title)}", ["blocks"] = blocks };

            static JsonObject Section(string text) =>
                new() { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text.Length <= 2_900 ? text : text[..2_900], ["verbatim"] = true } };
        }

        // Slack's own rule: nothing else is markup with a meaning that a name could abuse, such as a mention.
        static string Slack(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

        string Icon => Failed ? "🔴" : isDrift ? "🟠" : "🟢";

        public JsonObject ForTeams()
        {
            var body = new JsonArray(Block($"{Icon} {Title}", isTitle: true), Block(Kind));
            if (Commit.Length > 0) body.Add((JsonNode)Block(Commit));
            foreach (var line in Lines) body.Add((JsonNode)Block(line));
            var card = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["body"] = body,
            };
            if (run.Url is { } url)
                card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = "Open the run", ["url"] = url.AbsoluteUri });

            return new()
            {
                ["type"] = "message",
                ["attachments"] = new JsonArray(
                    new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = card }),
            };

            // A RichTextBlock shows its text verbatim; a TextBlock would read it as Markdown.
            static JsonObject Block(string text, bool isTitle = false) => new()
            {
                ["type"] = "RichTextBlock",
                ["inlines"] = new JsonArray(
                    new JsonObject { ["type"] = "TextRun", ["text"] = text, ["weight"] = isTitle ? "Bolder" : "Default", ["size"] = isTitle ? "Medium" : "Default" }),
            };
        }

        public JsonObject ForWebhook() => new()
        {
            ["title"] = Title,
            ["drift"] = isDrift,
            ["run"] = new JsonObject
            {
                ["id"] = run.Id,
                ["type"] = run.Type?.ToString(),
                ["state"] = run.FinalState?.ToString(),
                ["trigger"] = run.Trigger,
                ["url"] = run.Url?.AbsoluteUri,
            },
            ["stack"] = new JsonObject { ["id"] = run.StackId, ["space"] = run.SpaceId, ["labels"] = new JsonArray([.. run.StackLabels.Select(label => (JsonNode)label)]) },
            ["commit"] = new JsonObject { ["sha"] = run.CommitSha, ["branch"] = run.CommitBranch, ["repository"] = run.Repository },
            ["changes"] = changes is null ? null : new JsonObject
            {
                ["created"] = changes.Created,
                ["updated"] = changes.Updated,
                ["replaced"] = changes.Replaced,
                ["deleted"] = changes.Deleted,
                ["destroyed"] = new JsonArray([.. changes.Destroyed.Select(address => (JsonNode)address)]),
            },
        };
    }
}
