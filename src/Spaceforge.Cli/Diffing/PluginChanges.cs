using Spaceforge.Manifests;

namespace Spaceforge.Cli.Diffing;

/// <summary>What the plugin says of itself.</summary>
static class PluginChanges
{
    public static void Add(ChangeList changes, PluginManifest old, PluginManifest made)
    {
        if (old.Name != made.Name)
        {
            changes.Breaking("plugin", null, $"is named '{made.Name}' instead of '{old.Name}': it becomes another template");
        }

        if (old.Description != made.Description) changes.Other("description", null, "changed");
        if (old.Author != made.Author) changes.Other("author", null, $"is '{made.Author}' instead of '{old.Author}'");
        changes.Labels("plugin", null, old.Labels, made.Labels);
    }
}
