using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>What a decision does to a push.</summary>
static class PushEffects
{
    public static IReadOnlyList<string> Of(PolicyDecision decision, RegoValue? input, List<string> assumptions)
    {
        bool Is(string rule) => decision.Policies.Any(p => p.Is(rule));
        IReadOnlyList<string> Texts(string rule) =>
            [.. decision.Policies.SelectMany(p => p.Texts(rule)).Distinct().Order(StringComparer.Ordinal)];
        IReadOnlyList<string> Strings(string rule) => [.. decision.Policies.Select(p => p.Text(rule)).Where(t => t.Length > 0).Distinct()];

        var effects = new List<string>();
        if (decision.Outcome is "track" or "propose" && ForkOf(input) is { } owner && !Is("allow_fork"))
        {
            return [$"No run starts: the pull request comes from the fork of '{owner}', and no policy sets allow_fork."];
        }

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

    /// <summary>The owner of the fork that a pull request comes from; null where it comes from none, or a fragment does not say.</summary>
    static string? ForkOf(RegoValue? input)
    {
        var project = PolicyFlags.Field(input, "stack") ?? PolicyFlags.Field(input, "module");
        return PolicyFlags.Field(PolicyFlags.Field(input, "pull_request"), "head_owner") is RegoString { Value.Length: > 0 } head
            && PolicyFlags.Field(project, "namespace") is RegoString { Value.Length: > 0 } own
            && !head.Value.Equals(own.Value, StringComparison.OrdinalIgnoreCase) ? head.Value : null;
    }
}
