using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>What a decision does to a run, a push or a session.</summary>
static class PolicyEffects
{
    public static (string? State, IReadOnlyList<string> Effects) Of(
        PolicyDecision decision, RegoValue? input, PolicyOptions options, List<string> assumptions) =>
            decision.Outcome == PolicyEvaluator.Error
        ? (null, ["It is not known what Spacelift would do: a policy could not be evaluated."])
        : decision.Kind.Name switch
        {
            "PLAN" => Plan(decision, input, options, assumptions),
            "PUSH" => (null, Push(decision, assumptions)),
            "APPROVAL" => Approval(decision, input),
            "TRIGGER" => (null, decision.Triggered.Count == 0 ? ["Nothing is triggered."]
                : [.. decision.Triggered.Select(stack => $"A tracked run of the stack '{stack}' is triggered.")]),
            "NOTIFICATION" => (null, decision.Sent.Count == 0 ? ["Nothing is sent."] : [.. decision.Sent.Select(Sent)]),
            "LOGIN" => (null, [decision.Outcome switch
            {
                "deny" => "The login is refused.",
                "admin" => "The user logs in as an administrator.",
                "default" => "Without a policy, members of the account may log in.",
                _ => "The user logs in.",
            }]),
            "ACCESS" => (null, [decision.Outcome switch
            {
                "write" => "The user may read and write.",
                "read" => "The user may read.",
                _ => "The user has no access.",
            }]),
            "INITIALIZATION" => decision.Outcome == "deny"
                ? ("FAILED", ["The run fails before it starts, as per initialization policy."]) : (null, ["The run starts."]),
            "TASK" => (null, [decision.Outcome == "deny" ? "The task is refused with an error of the API." : "The task runs."]),
            "INTENT" => (null, [decision.Outcome == "deny" ? "The operation is refused." : "The operation is allowed."]),
            _ => (null, []),
        };

    static (string? State, IReadOnlyList<string> Effects) Plan(
        PolicyDecision decision, RegoValue? input, PolicyOptions options, List<string> assumptions)
    {
        var spacelift = PolicyFlags.Field(input, "spacelift");
        var run = PolicyFlags.Field(spacelift, "run");
        var type = PolicyFlags.Field(run, "type") is RegoString text ? text.Value : null;
        var autodeploy = PolicyFlags.Field(PolicyFlags.Field(spacelift, "stack"), "autodeploy") is RegoBoolean { Value: true };
        if (type == "DESTROY") assumptions.Add("Whether plan policies are evaluated for destroy runs is not documented; here they are.");
        if (type == "TESTING" && decision.Outcome == "warn")
        {
            assumptions.Add("What a warning does to a module's test run is not documented; here it stops it.");
        }

        switch (decision.Outcome)
        {
            case "deny":
                return ("FAILED", ["The run fails: denied by plan policy."]);
            case "warn" when type == "PROPOSED":
                return options.HasApprovalPolicy
                    ? ("PENDING_REVIEW", ["The run waits for a review: blocked by policy warnings."])
                    : (null, ["The warnings are shown; a proposed run without an approval policy goes on."]);
            case "warn" when type is null:
                return ("UNCONFIRMED", [
                    "A tracked run waits to be confirmed, also with autodeploy: blocked by policy warnings.",
                    "A proposed run shows the warnings and goes on, unless an approval policy is attached.",
                ]);
            case "warn":
                return ("UNCONFIRMED", autodeploy
                    ? ["The run waits to be confirmed although the stack deploys by itself: blocked by policy warnings."]
                    : ["The run waits to be confirmed, as it would without warnings."]);
            default:
                return (null, ["The run goes on."]);
        }
    }

    static List<string> Push(PolicyDecision decision, List<string> assumptions)
    {
        bool Is(string rule) => decision.Policies.Any(p => p.Is(rule));
        IReadOnlyList<string> Texts(string rule) =>
            [.. decision.Policies.SelectMany(p => p.Texts(rule)).Distinct().Order(StringComparer.Ordinal)];
        IReadOnlyList<string> Strings(string rule) => [.. decision.Policies.Select(p => p.Text(rule)).Where(t => t.Length > 0).Distinct()];

        var effects = new List<string>();
        switch (decision.Outcome)
        {
            case "default":
                return ["Without a push policy, Spacelift's own decides: track on the stack's branch, propose where files are affected."];
            case "track" when Is("notrigger"):
                effects.Add("The head commit is set, and no run starts.");
                break;
            case "track":
                effects.Add("The head commit is set, and a tracked run starts.");
                break;
            case "propose":
                effects.Add("A proposed run starts.");
                break;
            default:
                effects.Add("The push is ignored.");
                if (Is("fail"))
                {
                    effects.Add(Texts("message") is { Count: > 0 } texts
                        ? $"Its check fails: {string.Join("; ", texts)}" : "Its check fails.");
                }
                else if (Is("notify"))
                {
                    effects.Add(Texts("message") is { Count: > 0 } texts
                        ? $"It is reported to the version control system: {string.Join("; ", texts)}"
                            : "It is reported to the version control system.");
                }
                else
                {
                    assumptions.Add("Whether an ignored push reports a status is documented in two ways; here it reports none.");
                }

                break;
        }

        var starts = decision.Outcome == "propose" || (decision.Outcome == "track" && !Is("notrigger"));
        if (!starts) return effects;
        foreach (var id in Texts("cancel")) effects.Add($"The run '{id}' is cancelled where it is of the same type.");
        foreach (var dependency in Texts("external_dependency")) effects.Add($"The run waits for '{dependency}'.");
        foreach (var key in Strings("lock")) effects.Add($"The stack is locked with the key '{key}'.");
        foreach (var key in Strings("unlock")) effects.Add($"The lock with the key '{key}' is taken away.");
        foreach (var version in Strings("module_version")) effects.Add($"The module's version is {version}.");
        if (Is("prioritize")) effects.Add("On a private worker pool the run goes first.");
        return effects;
    }

    static (string? State, IReadOnlyList<string> Effects) Approval(PolicyDecision decision, RegoValue? input)
    {
        var state = PolicyFlags.Field(PolicyFlags.Field(input, "run"), "state") is RegoString text ? text.Value : null;
        var notes = decision.Policies.SelectMany(p => p.Texts("approve_with_note").Concat(p.Texts("reject_with_note"))).ToArray();
        string[] because = notes.Length > 0 ? [$"The reason given: {string.Join("; ", notes)}"] : [];
        return decision.Outcome switch
        {
            "reject" => ("FAILED", ["The run is rejected and fails.", .. because]),
            "approve" => (state == "PENDING_REVIEW" ? "FINISHED" : null, [state switch
            {
                "QUEUED" => "The run is approved and is scheduled.",
                "UNCONFIRMED" => "The run is approved and can be confirmed.",
                "PENDING_REVIEW" => "The run is approved and finishes.",
                _ => "The run is approved.",
            }, .. because]),
            _ => (null, ["The run waits for more reviews."]),
        };
    }

    static string Sent(PolicyMessage message) => message.Channel switch
    {
        "inbox" => $"A notification is in the inbox: {message.Text("title") ?? message.Text("body") ?? "(no text)"}",
        "slack" => $"A message goes to the Slack channel '{message.Text("channel_id")}'.",
        "webhook" => $"The webhook '{message.Text("endpoint_id")}' is called.",
        _ => "A pull request gets a comment.",
    };
}
