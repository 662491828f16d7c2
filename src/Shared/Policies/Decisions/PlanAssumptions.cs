using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>What Spacelift does not document about plan policies, and how it is read here: where it mattered for a decision.</summary>
static class PlanAssumptions
{
    public static void Add(PolicyDecision decision, RegoValue? input, string? runType, List<string> assumptions)
    {
        string[][] actions = [.. Actions(input)];
        var aliases = actions.Any(of => of.Contains("create") && of.Contains("delete"))
            ? PolicyKind.Plan.Aliases.Where(alias => alias is "created_resources" or "deleted_resources").Where(Used).ToArray() : [];
        if (aliases.Length > 0)
        {
            assumptions.Add($"Whether a replaced resource is among {string.Join(" and ", aliases)} is not documented; here it is.");
        }

        if (runType == "DESTROY") assumptions.Add("Whether plan policies are evaluated for destroy runs is not documented; here they are.");
        if (decision.Outcome != "warn") return;
        if (runType == "TESTING")
        {
            assumptions.Add("What a warning does to a module's test run is not documented; here it stops it.");
        }
        else if (runType == "TRACKED" && PolicyFlags.Field(Terraform(input), "resource_changes") is RegoArray
            && !actions.Any(of => of.Any(action => action is "create" or "delete" or "update")))
        {
            assumptions.Add(
                "A tracked run without changes finishes by itself; whether a warning stops it is not documented; here it does.");
        }

        bool Used(string alias) => decision.Policies.Any(p => p.Policy.Body.Contains(alias, StringComparison.Ordinal));
    }

    static RegoValue? Terraform(RegoValue? input) => PolicyFlags.Field(input, "terraform");

    static IEnumerable<string[]> Actions(RegoValue? input) =>
        PolicyFlags.Field(Terraform(input), "resource_changes") is RegoArray changes
            ? changes.Select(change => PolicyFlags.Field(PolicyFlags.Field(change, "change"), "actions") is RegoArray actions
                ? actions.OfType<RegoString>().Select(action => action.Value).ToArray() : [])
            : [];
}
