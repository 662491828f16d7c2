using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>What results mean, of one policy and of all together, and what it does to a run.</summary>
static class PolicyOutcomes
{
    /// <summary>What policies of a type decide together, or one of them alone.</summary>
    public static string Of(PolicyKind kind, params IReadOnlyList<PolicyEvaluation> policies)
    {
        return kind.Name switch
        {
            "PUSH" or "LOGIN" when policies.Count == 0 => "default",
            "PLAN" => Says("deny") ? "deny" : Says("warn") ? "warn" : "allow",
            "PUSH" => Is("ignore") ? "ignore" : Is("track") && !Is("ignore_track") ? "track" : Is("propose") ? "propose" : "ignore",
            "TRIGGER" => Says("trigger") ? "trigger" : "none",
            "APPROVAL" => policies.Any(Rejects) ? "reject" : policies.All(Approves) ? "approve" : "undecided",
            "NOTIFICATION" => policies.SelectMany(Messages).Any() ? "send" : "none",
            "LOGIN" => Is("deny") ? "deny" : Is("admin") && !Is("deny_admin") ? "admin" : Is("allow") ? "allow" : "deny",
            "ACCESS" => Is("deny") ? "deny" : Is("write") && !Is("deny_write") ? "write" : Is("read") || Is("write") ? "read" : "deny",
            "INTENT" => Says("deny") || !Says("allow") ? "deny" : "allow",
            _ => Says("deny") ? "deny" : "allow",
        };

        bool Is(string rule) => policies.Any(policy => policy.Is(rule));

        bool Says(string rule) => policies.Any(policy => policy.Texts(rule).Count > 0);
    }

    public static PolicyDecision Combine(
        PolicyKind kind, IReadOnlyList<PolicyEvaluation> policies, RegoValue? input, PolicyOptions options)
    {
        var assumptions = new List<string>();
        var failed = policies.Any(p => p.Failed);
        if (failed)
        {
            assumptions.Add(
                "What Spacelift does with a policy that cannot be evaluated is documented for few types; here it is an error and never a permission.");
        }

        if (policies.Any(p => p.SanitizedOther))
        {
            assumptions.Add("What 'sanitized' makes of something other than a string is not documented; here it is undefined.");
        }

        var outcome = failed ? PolicyEvaluator.Error : Of(kind, policies);
        if (!failed) assumptions.AddRange(Assumptions(kind, policies, outcome));
        var (added, reset, flags) = PolicyFlags.Of(policies, input);
        if (PolicyFlags.Existing(input).Intersect(reset).ToArray() is { Length: > 0 } gone)
        {
            assumptions.Add(
                $"A policy resets only flags that it has set, and the input does not say who set {string.Join(", ", gone)}; here it was the policy.");
        }

        var decision = new PolicyDecision
        {
            Kind = kind,
            Outcome = outcome,
            Effects = [],
            Policies = policies,
            Denials = [.. policies.SelectMany(p => p.Texts("deny").Concat(p.Texts("reject_with_note")))
                .Distinct().Order(StringComparer.Ordinal)],
            Warnings = [.. policies.SelectMany(p => p.Texts("warn")).Distinct().Order(StringComparer.Ordinal)],
            AddedFlags = added,
            ResetFlags = reset,
            Flags = flags,
            Sent = [.. policies.SelectMany(Messages)],
            Triggered = [.. policies.SelectMany(p => p.Texts("trigger")).Distinct().Order(StringComparer.Ordinal)],
        };
        var (state, effects) = PolicyEffects.Of(decision, input, options, assumptions);
        return decision with { State = state, Effects = effects, Assumptions = assumptions };
    }

    static IEnumerable<string> Assumptions(PolicyKind kind, IReadOnlyList<PolicyEvaluation> policies, string outcome)
    {
        if (kind == PolicyKind.Push && policies.Count > 1)
        {
            yield return "Push policies are taken together rule by rule: each is true where one policy says so.";
        }

        if (outcome == "track" && policies.Any(policy => policy.Is("propose")))
        {
            yield return "Where both track and propose are true, track is taken.";
        }

        if (policies.Any(policy => Approves(policy) && Rejects(policy)))
        {
            yield return "A policy that approves and rejects at once is taken as a rejection.";
        }
    }

    static bool Rejects(PolicyEvaluation policy) => policy.Is("reject") || policy.Texts("reject_with_note").Count > 0;

    static bool Approves(PolicyEvaluation policy) => policy.Is("approve") || policy.Texts("approve_with_note").Count > 0;

    static IEnumerable<PolicyMessage> Messages(PolicyEvaluation policy) =>
        PolicyKind.Notification.Rules.Where(rule => rule.IsSet).SelectMany(
        rule => policy.Objects(rule.Name).Select(
            content => new PolicyMessage { Channel = rule.Name, Content = content, Policy = policy.Policy.Name }));
}
