using Spaceforge.Manifests;

namespace Spaceforge.Cli.Diffing;

/// <summary>What an installer fills in, by id.</summary>
static class ParameterChanges
{
    const string Part = "parameter";

    public static void Add(ChangeList changes, PluginManifest old, PluginManifest made)
    {
        var renamed = RenamedIds(old, made);
        foreach (var (id, before, after) in ChangeList.Pair(
            old.Parameters.Select(parameter => parameter with { Id = renamed.GetValueOrDefault(parameter.Id, parameter.Id) }),
            made.Parameters, parameter => parameter.Id))
        {
            if (after is null) changes.Breaking(Part, id, "was removed");
            else if (before is not null) Compare(changes, before, after);
            else if (after.Required) changes.Breaking(Part, id, "was added and is required");
            else changes.Addition(Part, id, $"was added{Default(after)}");
        }

        foreach (var (before, after) in renamed)
        {
            changes.Breaking(Part, before, $"has the new id '{after}': values of the old one are lost");
        }

        string[] kept = [.. made.Parameters.Select(parameter => parameter.Id)];
        string[] order = [.. old.Parameters.Select(parameter => renamed.GetValueOrDefault(parameter.Id, parameter.Id))];
        if (!order.Intersect(kept, StringComparer.Ordinal).SequenceEqual(kept.Intersect(order, StringComparer.Ordinal)))
        {
            changes.Other("parameters", null, "are in another order");
        }
    }

    /// <summary>The new ids of parameters that only kept their label.</summary>
    public static Dictionary<string, string> RenamedIds(PluginManifest old, PluginManifest made)
    {
        var gone = old.Parameters.Where(parameter => made.Parameters.All(other => other.Id != parameter.Id)).ToArray();
        var added = made.Parameters.Where(parameter => old.Parameters.All(other => other.Id != parameter.Id)).ToArray();
        return gone.DistinctBy(parameter => parameter.Id)
            .Select(parameter => (parameter.Id, Same: added.Where(other => other.Name == parameter.Name).ToArray()))
            .Where(pair => pair.Same.Length == 1)
            .DistinctBy(pair => pair.Same[0].Id, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Id, pair => pair.Same[0].Id, StringComparer.Ordinal);
    }

    static void Compare(ChangeList changes, ManifestParameter before, ManifestParameter after)
    {
        var id = after.Id;
        if (before.Type != after.Type) changes.Breaking(Part, id, $"is a {Name(after)} instead of a {Name(before)}");
        if (!before.Required && after.Required) changes.Breaking(Part, id, "is now required");
        else if (before.Required && !after.Required) changes.Addition(Part, id, $"is no longer required{Default(after)}");
        else if (before.Default?.Text != after.Default?.Text)
        {
            changes.Breaking(Part, id, before.Sensitive || after.Sensitive
                ? "has another default"
                : $"has the default {Shown(after)} instead of {Shown(before)}");
        }

        if (before.Sensitive && !after.Sensitive) changes.Breaking(Part, id, "is no longer sensitive: its value can be seen");
        else if (!before.Sensitive && after.Sensitive) changes.Other(Part, id, "is now sensitive");

        if (before.Name != after.Name) changes.Other(Part, id, $"is labelled '{after.Name}' instead of '{before.Name}'");
        if (before.Description != after.Description) changes.Other(Part, id, "has another description");
    }

    static string Name(ManifestParameter parameter) => parameter.Type switch
    {
        ParameterType.Number => "number",
        ParameterType.Boolean => "boolean",
        _ => "string",
    };

    static string Default(ManifestParameter parameter) =>
        parameter.Sensitive || parameter.Default is null ? "" : $", with the default {Shown(parameter)}";

    static string Shown(ManifestParameter parameter) => parameter.Default is { } value ? $"'{value.Text}'" : "none";
}
