using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>What results mean, of one policy and of all together, and what it does to a run.</summary>
static class PolicyOutcomes
{
    public static string Of(PolicyKind kind, PolicyEvaluation policy) => kind.Name switch
    {
        "PLAN" => policy.Texts("deny").Count > 0 ? "deny" : policy.Texts("warn").Count > 0 ? "warn" : "allow",
        "PUSH" => Push(policy.Is),
        "TRIGGER" => policy.Texts("trigger").Count > 0 ? "trigger" : "none",
        "APPROVAL" => Approval(policy),
        "NOTIFICATION" => Messages(policy).Any() ? "send" : "none",
        "LOGIN" => policy.Is("deny") ? "deny" : policy.Is("admin") && !policy.Is("deny_admin") ? "admin"
            : policy.Is("allow") || (policy.Is("admin") && policy.Is("allow")) ? "allow" : "deny",
        "ACCESS" => policy.Is("deny") ? "deny" : policy.Is("write") && !policy.Is("deny_write") ? "write"
            : policy.Is("read") || policy.Is("write") ? "read" : "deny",
        "INTENT" => policy.Texts("deny").Count > 0 || policy.Texts("allow").Count == 0 ? "deny" : "allow",
        _ => policy.Texts("deny").Count > 0 ? "deny" : "allow",
    };

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

        var outcome = failed ? PolicyEvaluator.Error : Combined(kind, policies, assumptions);
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
            Sent = kind == PolicyKind.Notification ? [.. policies.SelectMany(Messages)] : [],
            Triggered = kind == PolicyKind.Trigger
                ? [.. policies.SelectMany(p => p.Texts("trigger")).Distinct().Order(StringComparer.Ordinal)] : [],
        };
        var (state, effects) = PolicyEffects.Of(decision, input, options, assumptions);
        return decision with { State = state, Effects = effects, Assumptions = assumptions };
    }

    static string Combined(PolicyKind kind, IReadOnlyList<PolicyEvaluation> policies, List<string> assumptions)
    {
        string[] outcomes = [.. policies.Select(p => p.Outcome)];
        switch (kind.Name)
        {
            case "PLAN":
                return outcomes.Contains("deny") ? "deny" : outcomes.Contains("warn") ? "warn" : "allow";
            case "PUSH":
                if (policies.Count == 0) return "default";
                if (policies.Count > 1)
                {
                    assumptions.Add("Push policies are taken together rule by rule: each is true where one policy says so.");
                }
                var any = Push(rule => policies.Any(p => p.Is(rule)));
                if (any == "track" && policies.Any(p => p.Is("propose")))
                {
                    assumptions.Add("Where both track and propose are true, track is taken.");
                }

                return any;
            case "APPROVAL":
                if (policies.Any(p => Approves(p) && Rejects(p)))
                {
                    assumptions.Add("A policy that approves and rejects at once is taken as a rejection.");
                }

                return outcomes.Contains("reject") ? "reject" : outcomes.Length > 0 && outcomes.All(o => o == "approve") ? "approve"
                    : outcomes.Length == 0 ? "approve" : "undecided";
            case "TRIGGER":
                return outcomes.Contains("trigger") ? "trigger" : "none";
            case "NOTIFICATION":
                return outcomes.Contains("send") ? "send" : "none";
            case "LOGIN":
                if (policies.Count == 0) return "default";
                if (policies.Any(p => p.Is("deny"))) return "deny";
                var denied = policies.Any(p => p.Is("deny_admin"));
                if (!denied && policies.Any(p => p.Is("admin"))) return "admin";
                return policies.Any(p => p.Is("allow")) ? "allow" : "deny";
            case "ACCESS":
                if (policies.Any(p => p.Is("deny"))) return "deny";
                if (policies.Any(p => p.Is("write")) && !policies.Any(p => p.Is("deny_write"))) return "write";
                return policies.Any(p => p.Is("read") || p.Is("write")) ? "read" : "deny";
            case "INTENT":
                return policies.Any(p => p.Texts("deny").Count > 0) || !policies.Any(p => p.Texts("allow").Count > 0) ? "deny" : "allow";
            default:
                return outcomes.Contains("deny") ? "deny" : "allow";
        }
    }

    static string Push(Func<string, bool> holds) => holds("ignore") ? "ignore"
        : holds("track") && !holds("ignore_track") ? "track"
        : holds("propose") ? "propose" : "ignore";

    static string Approval(PolicyEvaluation policy) => Rejects(policy) ? "reject" : Approves(policy) ? "approve" : "undecided";

    static bool Rejects(PolicyEvaluation policy) => policy.Is("reject") || policy.Texts("reject_with_note").Count > 0;

    static bool Approves(PolicyEvaluation policy) => policy.Is("approve") || policy.Texts("approve_with_note").Count > 0;

    static IEnumerable<PolicyMessage> Messages(PolicyEvaluation policy) =>
        PolicyKind.Notification.Rules.Where(rule => rule.IsSet).SelectMany(
        rule => policy.Objects(rule.Name).Select(
            content => new PolicyMessage { Channel = rule.Name, Content = content, Policy = policy.Policy.Name }));
}
