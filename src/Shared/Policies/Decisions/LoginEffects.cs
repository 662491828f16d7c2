using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>What a decision does to a login, or to an action from Slack.</summary>
static class LoginEffects
{
    public static IReadOnlyList<string> Of(PolicyDecision decision, RegoValue? input)
    {
        if (PolicyFlags.Field(input, "slack") is not null)
        {
            return [decision.Outcome is "deny" or "default" ? "The action from Slack is refused." : "The action from Slack is allowed."];
        }

        var effects = new List<string>
        {
            decision.Outcome switch
            {
                "deny" => "The login is refused.",
                "admin" => "The user logs in as an administrator.",
                "default" => "Without a policy, members of the account may log in.",
                _ => "The user logs in.",
            },
        };
        if (decision.Outcome == "deny") return effects;

        if (Texts("team") is { Count: > 0 } teams)
        {
            effects.Add($"The teams of the user are, instead of the input's: {string.Join(", ", teams)}");
        }

        foreach (var (rule, right) in new[] { ("space_admin", "administer"), ("space_write", "write"), ("space_read", "read") })
        {
            if (Texts(rule) is { Count: > 0 } spaces) effects.Add($"The user may {right} in the spaces: {string.Join(", ", spaces)}");
        }

        foreach (var (space, roles) in decision.Policies.SelectMany(p => p.Result?["roles"] is RegoObject of ? of.ToArray() : []))
        {
            var slugs = roles is RegoSet set ? set.Select(Plain) : [Plain(roles)];
            effects.Add($"In the space '{Plain(space)}' the user has the roles: {string.Join(", ", slugs)}");
        }

        return effects;

        IReadOnlyList<string> Texts(string rule) =>
            [.. decision.Policies.SelectMany(p => p.Texts(rule)).Distinct().Order(StringComparer.Ordinal)];
    }

    static string Plain(RegoValue value) => value is RegoString text ? text.Value : value.ToJson();
}
