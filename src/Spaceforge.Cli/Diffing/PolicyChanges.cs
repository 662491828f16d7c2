using Spaceforge.Manifests;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Diffing;

/// <summary>Policies by name, and what they decide.</summary>
static class PolicyChanges
{
    const string Part = "policy";

    // Rules that stop something which went through before.
    static readonly string[] Stopping = ["deny", "reject", "reject_with_note", "fail", "cancel", "ignore", "lock"];

    public static void Add(ChangeList changes, PluginManifest old, PluginManifest made, RecordedDecisions? decisions)
    {
        foreach (var (name, before, after) in ChangeList.Pair(old.Policies, made.Policies, policy => policy.NamePrefix))
        {
            if (after is null) changes.Breaking(Part, name, "was removed");
            else if (before is null)
            {
                if (Stops(after)) changes.Breaking(Part, name, $"was added: it can stop what went through before ({after.Type.Name})");
                else changes.Addition(Part, name, $"was added ({after.Type.Name})");
            }
            else
            {
                var text = (Old: Text(before), New: Text(after));
                if (text.Old.Kind != text.New.Kind)
                {
                    changes.Breaking(Part, name, $"is of type {after.Type.Name} instead of {before.Type.Name}");
                }

                if (text.Old.Version != text.New.Version) changes.Other(Part, name, $"is written for {Engine(text.New.Version)}");
                if (before.Body != after.Body)
                {
                    changes.Other(Part, name, decisions is null ? "changed: --input shows whether it decides otherwise" : "changed");
                }

                changes.Labels(Part, name, before.Labels, after.Labels);
            }
        }

        decisions?.Add(changes, old, made);
    }

    public static PolicyText Text(Policy policy) =>
        PolicyText.Of(policy.NamePrefix, policy.Type.Name, policy.EngineType?.Name, policy.Body);

    // Without an approval, a run waits.
    static bool Stops(Policy policy)
    {
        var text = Text(policy);
        if (text.Kind == PolicyKind.Approval) return true;

        return RegoModule.TryParse(policy.Body, "", text.Version, out var errors) is not { } module || errors.Count > 0
            || module.Rules.Any(rule => Stopping.Contains(rule.Name));
    }

    static string Engine(RegoVersion version) => version == RegoVersion.V0 ? "Rego v0" : "Rego v1";
}
