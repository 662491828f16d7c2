using CsCheck;
using Spaceforge.Shared.Policies;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Policies.Tests;

/// <summary>What policies decide together does not depend on their order, on that of their rules, or on decisions before.</summary>
public sealed class DecisionOrderProperties
{
    static readonly Dictionary<string, (string[] Inputs, string[] Rules)> Types = new()
    {
        ["PLAN"] = (
            ["plan.destroy-everything", "plan.no-changes", "plan.autodeploy-with-replacements"],
            [
                "deny contains \"one\"", "deny contains \"two\"", "warn contains \"one\"", "warn contains \"three\"", "sample := true",
                "deny contains r.address if some r in deleted_resources", "warn contains r.type if some r in affected_resources",
                "deny contains sprintf(\"%v\", [names])\nnames contains r.name if some r in recreated_resources",
                "flag contains \"a\"", "reset_flag contains \"b\"",
            ]),
        ["PUSH"] = (
            ["push.tracked-branch", "push.feature-branch", "push.tag"],
            [
                "track := true", "propose := true", "ignore := true", "ignore_track := true", "notify := true", "lock contains \"x\"",
                "track if input.push.branch == input.stack.branch", "prioritize := true", "fail := true", "flag contains \"f\"",
                "cancel contains \"x\"",
            ]),
        ["APPROVAL"] = (
            ["approval.unconfirmed", "approval.unconfirmed-two-approvals", "approval.unconfirmed-rejected"],
            [
                "approve := true", "reject := true", "reject_with_note contains \"no\"", "approve if count(input.reviews.current.approvals) > 1",
                "reject if count(input.reviews.current.rejections) > 0", "flag contains \"f\"",
            ]),
        ["TRIGGER"] = (
            ["trigger.run-finished", "trigger.workflow-diamond"],
            ["trigger contains \"a\"", "trigger contains \"b\"", "trigger contains s.id if some s in input.stacks", "flag contains \"f\""]),
        ["NOTIFICATION"] = (
            ["notification.run-finished", "notification.internal-error"],
            [
                "inbox contains {\"title\": \"t\", \"body\": \"b\", \"severity\": \"INFO\"}",
                "inbox contains {\"title\": \"u\", \"body\": \"b\", \"severity\": \"ERROR\"}",
                "slack contains {\"channel_id\": \"C1\"}",
                "webhook contains {\"endpoint_id\": \"w\", \"payload\": {\"b\": 1, \"a\": {2, 1}}}",
                "pull_request contains {\"commit\": \"c\"}",
            ]),
    };

    public sealed record PolicyEvent(string Type, string Input, string[][] Policies, int Shuffle)
    {
        public override string ToString() => $"{Type} {Input}\n{string.Join("\n--\n", Policies.Select(rules => string.Join('\n', rules)))}";
    }

    static readonly Gen<PolicyEvent> Events =
        from type in Gen.OneOf([.. Types.Keys])
        from one in Gen.Select(
            Gen.OneOf(Types[type].Inputs), Gen.OneOf(Types[type].Rules).Array[1, 4].Array[1, 4], Gen.Int[1, 1_000_000])
        select new PolicyEvent(type, one.Item1, one.Item2, one.Item3);

    [Fact]
    public void A_decision_does_not_depend_on_any_order() => Events.Hold(
        20,
        one =>
        {
            var random = new Random(one.Shuffle);
            var policies = one.Policies.Select((rules, i) => (Name: $"policy-{i}", Rules: rules.Distinct().ToArray())).ToArray();
            var expected = Decision(one, policies);
            for (var i = 0; i < 2; i++)
            {
                foreach (var (_, rules) in policies) random.Shuffle(rules);
                random.Shuffle(policies);
                Assert.Equal(expected, Decision(one, policies));
            }
        },
        shrinks: 500);

    static string Decision(PolicyEvent one, (string Name, string[] Rules)[] policies)
    {
        var decision = PolicyDecision.Make(
            PolicyKind.Find(one.Type)!,
            [
                .. policies.Select(policy => PolicyText.Of(
                    policy.Name, one.Type, "REGO_V1", $"package spacelift\n\n{string.Join('\n', policy.Rules)}\n")),
            ],
            PolicyInputs.Read(one.Input));
        return $"""
            {decision.Outcome} {decision.State} failed: {decision.Failed}
            denials {Sorted(decision.Denials)}
            warnings {Sorted(decision.Warnings)}
            flags {Sorted(decision.Flags)} {Sorted(decision.AddedFlags)} {Sorted(decision.ResetFlags)}
            triggered {Sorted(decision.Triggered)}
            sent {Sorted(decision.Sent.Select(message => $"{message.Channel} {message.Policy} {message.Content.ToJson()}"))}
            effects {Sorted(decision.Effects)}
            policies {Sorted(decision.Policies.Select(policy => $"{policy.Policy.Name} {policy.Outcome} {policy.Result?.ToJson()} {Fired(policy)}"))}
            """;
    }

    static string Fired(PolicyEvaluation policy) => Sorted(policy.Fired.Select(rule => $"{rule.Rule}={rule.Value?.ToJson()}"));

    static string Sorted(IEnumerable<string> texts) => string.Join(" | ", texts.Order(StringComparer.Ordinal));
}
