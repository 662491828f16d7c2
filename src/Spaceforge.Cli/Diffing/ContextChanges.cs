using Spaceforge.Cli.Scaffolding.Recovery;
using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Manifests;

namespace Spaceforge.Cli.Diffing;

/// <summary>Variables, files, hooks and binaries: a stack gets those of all contexts, so it does not matter in which they are.</summary>
static class ContextChanges
{
    public static void Add(ChangeList changes, PluginManifest old, PluginManifest made)
    {
        var (before, after) = (OwnParts.Of(old), OwnParts.Of(made));
        Variables(changes, before, after, ParameterChanges.RenamedIds(old, made));
        Files(changes, before, after);
        Hooks(changes, before, after);
        Binaries(changes, before, after);
        Contexts(changes, old, made);
        Code(changes, old, made, before, after);
    }

    static void Variables(ChangeList changes, OwnParts old, OwnParts made, Dictionary<string, string> renamed)
    {
        const string part = "variable";
        foreach (var (key, before, after) in ChangeList.Pair(
            old.Contexts.SelectMany(context => context.Env), made.Contexts.SelectMany(context => context.Env), variable => variable.Key))
        {
            // Values are not shown: they may be secrets.
            if (after is null) changes.Breaking(part, key, "was removed");
            else if (before is null)
            {
                changes.Addition(part, key, after.ValueFromParameter is { } from ? $"was added, from parameter '{from}'" : "was added");
            }
            else
            {
                var source = before.ValueFromParameter is { } id ? renamed.GetValueOrDefault(id, id) : null;
                if (source != after.ValueFromParameter)
                {
                    changes.Other(part, key, after.ValueFromParameter is { } parameter
                        ? $"takes its value from parameter '{parameter}'" : "no longer takes its value from a parameter");
                }
                else if (before.Value != after.Value) changes.Other(part, key, "has another value");

                Sensitive(changes, part, key, before.Sensitive, after.Sensitive);
            }
        }
    }

    static void Files(ChangeList changes, OwnParts old, OwnParts made)
    {
        const string part = "file";
        foreach (var (path, before, after) in ChangeList.Pair(
            old.Contexts.SelectMany(context => context.MountedFiles), made.Contexts.SelectMany(context => context.MountedFiles),
            file => WorkerPaths.Resolve(file.Path) ?? file.Path))
        {
            if (after is null) changes.Breaking(part, path, "was removed");
            else if (before is null) changes.Addition(part, path, "was added");
            else
            {
                if (before.Content != after.Content) changes.Other(part, path, "has another content");
                Sensitive(changes, part, path, before.Sensitive, after.Sensitive);
            }
        }
    }

    static void Sensitive(ChangeList changes, string part, string name, bool before, bool after)
    {
        if (before && !after) changes.Breaking(part, name, "is no longer sensitive: its value can be seen");
        else if (!before && after) changes.Other(part, name, "is now sensitive");
    }

    static void Hooks(ChangeList changes, OwnParts old, OwnParts made)
    {
        const string part = "hook";
        foreach (var phase in HookNames.All)
        {
            var (commands, commandsNow) = (Commands(old, phase), Commands(made, phase));
            var (before, after) = (commands.Length > 0, commandsNow.Length > 0);
            if (before && !after) changes.Breaking(part, phase, "was removed");
            else if (!before && after) changes.Addition(part, phase, "was added");
            else if (!commands.SequenceEqual(commandsNow)) changes.Other(part, phase, "runs other commands");
        }
    }

    /// <summary>What a phase runs: commands of the author, and hooks of the code.</summary>
    static string[] Commands(OwnParts parts, string phase) =>
    [
        .. parts.Contexts.SelectMany(context => context.Hooks).Where(hook => hook.Phase == phase).SelectMany(hook => hook.Commands),
        .. parts.Started.Where(hook => hook.Phase == phase).Select(hook => $"hook {hook.Hook}").Order(StringComparer.Ordinal),
    ];

    static void Binaries(ChangeList changes, OwnParts old, OwnParts made)
    {
        const string part = "binary";
        foreach (var (name, before, after) in ChangeList.Pair(old.Binaries, made.Binaries, binary => binary.Name))
        {
            if (after is null) changes.Breaking(part, name, "was removed");
            else if (before is null) changes.Addition(part, name, "was added: workers download it");
            else
            {
                string[] gone = [.. before.ByArchitecture.Keys.Except(after.ByArchitecture.Keys).Order(StringComparer.Ordinal)];
                string[] added = [.. after.ByArchitecture.Keys.Except(before.ByArchitecture.Keys).Order(StringComparer.Ordinal)];
                if (gone.Length > 0) changes.Breaking(part, name, $"has no download for {string.Join(" and ", gone)} any more");
                if (added.Length > 0) changes.Addition(part, name, $"has a download for {string.Join(" and ", added)}");
                foreach (var (architecture, download) in after.ByArchitecture.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    if (before.ByArchitecture.TryGetValue(architecture, out var other) && other != download)
                    {
                        changes.Other(part, name, other.Url == download.Url
                            ? $"has another checksum for {architecture}" : $"has another download for {architecture}");
                    }
                }

                if (before.AtLeast != after.AtLeast)
                {
                    changes.Other(part, name, after.AtLeast is null
                        ? "can have any version on the PATH" : $"must have at least version {after.AtLeast} on the PATH");
                }
            }
        }
    }

    static void Contexts(ChangeList changes, PluginManifest old, PluginManifest made)
    {
        const string part = "context";
        foreach (var (name, before, after) in ChangeList.Pair(old.Contexts, made.Contexts, context => context.NamePrefix))
        {
            if (after is null) changes.Other(part, name, "was removed or renamed");
            else if (before is null) changes.Other(part, name, "was added or renamed");
            else
            {
                if (before.Description != after.Description) changes.Other(part, name, "has another description");
                changes.Labels(part, name, before.Labels, after.Labels);
            }
        }
    }

    static void Code(ChangeList changes, PluginManifest old, PluginManifest made, OwnParts before, OwnParts after)
    {
        var (form, formNow) = (CodeForm.Of(old), CodeForm.Of(made));
        if (form.Name != formNow.Name) changes.Other("code", null, $"is carried as {formNow.Name} instead of {form.Name}");
        else if (form.Content != formNow.Content || !before.Code.SequenceEqual(after.Code)) changes.Other("code", null, "changed");
    }
}
