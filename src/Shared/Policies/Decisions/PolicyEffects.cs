using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>What a decision does to a run, a push or a session.</summary>
static class PolicyEffects
{
    public static (string? State, IReadOnlyList<string> Effects) Of(
        PolicyDecision decision, RegoValue? input, PolicyOptions options, List<string> assumptions) =>
            decision.Outcome == PolicyEvaluator.Error
        ? Failed(decision.Kind, input)
        : decision.Kind.Name switch
        {
            "PLAN" => Plan(decision, input, options, assumptions),
            "PUSH" => (null, PushEffects.Of(decision, input, assumptions)),
            "APPROVAL" => Approval(decision, input),
            "TRIGGER" => (null, Trigger(decision, input)),
            "NOTIFICATION" => (null, Notification(decision, input)),
            "LOGIN" => (null, LoginEffects.Of(decision, input)),
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

    static (string? State, IReadOnlyList<string> Effects) Failed(PolicyKind kind, RegoValue? input) => (null, [
        kind == PolicyKind.Login && PolicyFlags.Field(input, "slack") is not null
            ? "The request from Slack is denied: a policy could not be evaluated."
        : kind == PolicyKind.Initialization && PolicyFlags.Field(input, "worker_version") is not null
            ? "The private worker does not start: its policy could not be evaluated."
        : "It is not known what Spacelift would do: a policy could not be evaluated.",
    ]);

    static IReadOnlyList<string> Trigger(PolicyDecision decision, RegoValue? input)
    {
        if (decision.Triggered.Count == 0) return ["Nothing is triggered."];

        // A fragment without stacks says nothing about which exist.
        HashSet<string>? known = PolicyFlags.Field(input, "stacks") is RegoArray stacks
            ? [.. stacks.Select(stack => PolicyFlags.Field(stack, "id")).OfType<RegoString>().Select(id => id.Value)] : null;
        return [.. decision.Triggered.Select(stack => known?.Contains(stack) == false
            ? $"The stack '{stack}' is not in the input's stacks: an internal error, policy triggered for Stack that doesn't exist."
            : $"A tracked run of the stack '{stack}' is triggered.")];
    }

    static IReadOnlyList<string> Notification(PolicyDecision decision, RegoValue? input)
    {
        IReadOnlyList<string> sent = decision.Sent.Count == 0 ? ["Nothing is sent."] : [.. decision.Sent.Select(Sent)];
        return PolicyFlags.Field(input, "internal_error") is RegoObject
            ? [.. sent, "The error itself is in the inbox even without a policy."] : sent;
    }

    static (string? State, IReadOnlyList<string> Effects) Plan(
        PolicyDecision decision, RegoValue? input, PolicyOptions options, List<string> assumptions)
    {
        var spacelift = PolicyFlags.Field(input, "spacelift");
        var run = PolicyFlags.Field(spacelift, "run");
        var type = PolicyFlags.Field(run, "type") is RegoString text ? text.Value : null;
        var autodeploy = PolicyFlags.Field(PolicyFlags.Field(spacelift, "stack"), "autodeploy") is RegoBoolean { Value: true };
        PlanAssumptions.Add(decision, input, type, assumptions);
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

    static (string? State, IReadOnlyList<string> Effects) Approval(PolicyDecision decision, RegoValue? input)
    {
        var state = PolicyFlags.Field(PolicyFlags.Field(input, "run"), "state") is RegoString text ? text.Value : null;
        var rule = decision.Outcome == "reject" ? "reject_with_note" : "approve_with_note";
        var notes = decision.Policies.SelectMany(p => p.Texts(rule)).Distinct().ToArray();
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
