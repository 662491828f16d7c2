using Spaceforge.Manifests;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Diffing;

/// <summary>Inputs of policies that were recorded, such as those that 'policy input' makes.</summary>
/// <param name="Inputs">The documents, by the name of their file.</param>
/// <param name="Kind">The type of the policies that they are for; null for each type that there is.</param>
sealed record RecordedDecisions(
    IReadOnlyList<(string Name, RegoValue Value)> Inputs, PolicyKind? Kind, CancellationToken Cancellation)
{
    public void Add(ChangeList changes, PluginManifest old, PluginManifest made)
    {
        foreach (var kind in Kinds(old).Union(Kinds(made)).OrderBy(kind => kind.Name, StringComparer.Ordinal))
        {
            if (Kind is not null && kind != Kind) continue;

            foreach (var (name, input) in Inputs)
            {
                var (before, after) = (Decide(kind, old, input), Decide(kind, made, input));
                var subject = $"{kind.Name} about {name}";
                if (before.Outcome != after.Outcome)
                {
                    changes.Breaking("decision", subject, $"is {after.Outcome} instead of {before.Outcome}");
                }
                else if (!Said(before).SequenceEqual(Said(after)))
                {
                    changes.Other("decision", subject, $"is {after.Outcome} with other messages");
                }
            }
        }
    }

    PolicyDecision Decide(PolicyKind kind, PluginManifest manifest, RegoValue input)
    {
        var decision = PolicyDecision.Make(
            kind,
            [.. manifest.Policies.Select(PolicyChanges.Text).Where(policy => policy.Kind == kind)],
            input,
            new PolicyOptions { Trace = false, Cancellation = Cancellation });
        Cancellation.ThrowIfCancellationRequested();
        return decision;
    }

    static IEnumerable<string> Said(PolicyDecision decision) =>
    [
        .. decision.Denials.Select(text => $"deny {text}"), .. decision.Warnings.Select(text => $"warn {text}"),
        .. decision.Flags.Select(text => $"flag {text}"), .. decision.Triggered.Select(text => $"trigger {text}"),
        .. decision.Sent.Select(message => $"send {message.Channel} {message.Content.ToJson()}"),
    ];

    static IEnumerable<PolicyKind> Kinds(PluginManifest manifest) =>
        manifest.Policies.Select(policy => PolicyChanges.Text(policy).Kind).OfType<PolicyKind>();
}
