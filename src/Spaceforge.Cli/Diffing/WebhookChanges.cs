using Spaceforge.Manifests;

namespace Spaceforge.Cli.Diffing;

/// <summary>Webhooks, by name.</summary>
static class WebhookChanges
{
    const string Part = "webhook";

    public static void Add(ChangeList changes, PluginManifest old, PluginManifest made)
    {
        var renamed = ParameterChanges.RenamedIds(old, made);
        foreach (var (name, before, after) in ChangeList.Pair(old.Webhooks, made.Webhooks, webhook => webhook.NamePrefix))
        {
            if (after is null) changes.Breaking(Part, name, "was removed");
            else if (before is null) changes.Addition(Part, name, "was added");
            else
            {
                // An endpoint's address may be a secret.
                if (before.Endpoint != after.Endpoint) changes.Breaking(Part, name, "calls another endpoint");
                var secret = before.SecretFromParameter is { } id ? renamed.GetValueOrDefault(id, id) : null;
                if (secret != after.SecretFromParameter)
                {
                    changes.Breaking(Part, name, after.SecretFromParameter is { } parameter
                        ? $"is signed with parameter '{parameter}'" : "is no longer signed");
                }

                changes.Labels(Part, name, before.Labels, after.Labels, areSelected: true);
            }
        }
    }
}
