using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Tests.Testing;

/// <summary>A plugin's policies over what its hooks left in the harness.</summary>
public sealed class HarnessPolicyTests
{
    const string Plan = """
        {
          "format_version": "1.2",
          "terraform_version": "1.11.4",
          "resource_changes": [{
            "address": "terraform_data.one", "mode": "managed", "type": "terraform_data", "name": "one",
            "change": {"actions": ["create"], "before": null, "after": {"input": "exampledb"}, "after_unknown": {}}
          }]
        }
        """;

    [Fact]
    public async Task Findings_of_a_hook_are_denied_warned_of_or_allowed()
    {
        using var harness = new PluginHarness<Guarded>();
        var decision = harness.EvaluatePolicies(PolicyType.Plan);
        Assert.Equal(("allow", false, false), (decision.Decision, decision.Denied, decision.Warned));

        harness.Parameters["findings"] = "1";
        await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        decision = harness.EvaluatePolicies(PolicyType.Plan);
        Assert.True(decision.Warned, decision.ToString());
        Assert.Equal(["1 finding"], decision.Warnings);
        Assert.Equal("UNCONFIRMED", decision.State);

        harness.Parameters["findings"] = "3";
        await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        decision = harness.EvaluatePolicies(PolicyType.Plan, "findings");
        Assert.True(decision.Denied, decision.ToString());
        Assert.Equal(["3 findings"], decision.Denials);
        Assert.Equal(("FAILED", "deny\ndenied: 3 findings\nflag: scanned"), (decision.State, decision.ToString()));
        Assert.Equal(["scanned"], decision.Flags);
    }

    [Fact]
    public async Task On_a_worker_the_files_of_hooks_are_read()
    {
        using var spacelift = new FakeSpacelift();
        using var harness = new PluginHarness<Guarded> { Spacelift = spacelift };
        harness.Parameters.Clear();
        harness.Environment["FINDINGS"] = "2";
        await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        harness.WriteFile("other.custom.spacelift.json", """{"a": 1}""");
        var decision = harness.EvaluatePolicies(PolicyType.Plan);
        Assert.Equal(["2 findings"], decision.Denials);
        Assert.Equal(1, (int)decision.Input["third_party_metadata"]!["custom"]!["other"]!["a"]!);
    }

    [Theory]
    [InlineData(true, "59832d41")]
    [InlineData(false, "exampledb")]
    public void The_plan_is_sanitized_as_in_Spacelift(bool sanitizes, string text)
    {
        using var harness = new PluginHarness<Guarded> { SanitizesPlan = sanitizes };
        harness.WriteFile("spacelift.plan.json", Plan);
        Assert.Equal([$"creates {text}"], harness.EvaluatePolicies(PolicyType.Plan, "plan").Warnings);
    }

    [Fact]
    public void The_input_can_be_changed()
    {
        using var harness = new PluginHarness<Guarded>();
        harness.WriteFile("spacelift.plan.json", Plan);
        var decision = harness.EvaluatePolicies(
            PolicyType.Plan, "plan", input => input["spacelift"]!["run"]!["type"] = "PROPOSED");
        Assert.Equal(("warn", null), (decision.Decision, decision.State));
    }

    [Fact]
    public void What_notification_policies_would_send_is_there()
    {
        using var harness = new PluginHarness<Guarded>();
        var sent = Assert.Single(harness.EvaluatePolicies(
            PolicyType.Notification, change: input => input["run_updated"]!["state"] = "FAILED").Sent);
        Assert.Equal(("webhook", "tell", "results", ""), (sent.Channel, sent.Policy, (string?)sent.Content["endpoint_id"], sent.Text));
        var slack = Assert.Single(harness.EvaluatePolicies(PolicyType.Notification).Sent);
        Assert.Equal(("slack", "My stack is done"), (slack.Channel, slack.Text));
    }

    [Fact]
    public void A_policy_that_cannot_be_evaluated_or_is_not_there_is_an_error()
    {
        using var harness = new PluginHarness<Guarded>();
        var broken = Assert.Throws<InvalidOperationException>(() => harness.EvaluatePolicies(PolicyType.Approval));
        Assert.Contains("the policy 'broken' cannot be evaluated", broken.Message, StringComparison.Ordinal);
        Assert.Contains("has no policy of the type PUSH", Assert.Throws<InvalidOperationException>(
            () => harness.EvaluatePolicies(PolicyType.Push)).Message, StringComparison.Ordinal);
        Assert.Contains("'findings', 'plan'", Assert.Throws<ArgumentException>(
            () => harness.EvaluatePolicies(PolicyType.Plan, "none")).Message, StringComparison.Ordinal);
        harness.WriteFile("spacelift.plan.json", "[]");
        Assert.Contains("is not a plan", Assert.Throws<InvalidOperationException>(
            () => harness.EvaluatePolicies(PolicyType.Plan)).Message, StringComparison.Ordinal);
    }

    sealed class Guarded : SpaceforgePlugin
    {
        public override string Name => "guarded";

        [Parameter("Findings", Id = "findings", Variable = "FINDINGS")]
        public int Findings { get; init; }

        public override IReadOnlyList<Webhook> Webhooks => [new("results", "https://example.com/") { Labels = ["runs"] }];

        public override IReadOnlyList<Policy> Policies =>
        [
            new("findings", PolicyType.Plan, """
                package spacelift

                count_of := input.third_party_metadata.custom.scan.findings

                deny contains sprintf("%d findings", [count_of]) if count_of > 1

                warn contains "1 finding" if count_of == 1

                flag contains "scanned" if count_of > 0
                """) { EngineType = PolicyEngineType.RegoV1 },
            new("plan", PolicyType.Plan, """
                package spacelift

                warn[sprintf("creates %s", [resource.change.after.input])] { created_resources[resource] }
                """),
            new("tell", PolicyType.Notification, """
                package spacelift

                webhook[{"endpoint_id": endpoint.id}] {
                  endpoint := input.webhook_endpoints[_]
                  endpoint.labels[_] == "runs"
                  input.run_updated.state == "FAILED"
                }

                slack[{"channel_id": "C1", "message": message}] {
                  input.run_updated.state == "FINISHED"
                  message := sprintf("%s is done", [input.run_updated.stack.name])
                }
                """),
            new("broken", PolicyType.Approval, "package spacelift\n\napprove {"),
        ];

        protected override Task AfterPlanAsync(CancellationToken cancellationToken)
        {
            AddToPolicyInput("scan", new JsonObject { ["findings"] = Findings });
            return Task.CompletedTask;
        }
    }
}
