using Spaceforge.Cli.Manifests;
using Spaceforge.Manifests;

namespace Spaceforge.Cli.Diffing;

/// <summary>What an installer notices of a new version of a plugin, and the version that it calls for.</summary>
/// <param name="Changes">The worst first.</param>
sealed record PluginDiff(PluginManifest Old, PluginManifest New, IReadOnlyList<ManifestChange> Changes)
{
    readonly PluginVersion? _old = PluginVersion.Parse(Old.Version);
    readonly PluginVersion? _new = PluginVersion.Parse(New.Version);

    public bool IsBreaking => Changes.Any(change => change.Kind == ChangeKind.Breaking);

    /// <summary>Which number of the version must grow: <c>major</c>, <c>minor</c>, <c>patch</c> or <c>none</c>.</summary>
    public string Bump => Worst switch
    {
        null => "none",
        ChangeKind.Breaking => _old is { Major: 0 } ? "minor" : "major",
        ChangeKind.Addition => "minor",
        _ => "patch",
    };

    /// <summary>The smallest version that will do; null if the old one is not numbers with dots.</summary>
    public string? Needed => _old is null ? null : Worst is { } worst ? _old.Next(worst).ToString() : Old.Version;

    /// <summary>Whether the new version will do; if one of both is not numbers with dots, it must only be another one.</summary>
    public bool IsEnough => (_old, _new, Worst) switch
    {
        (null, _, { }) or (_, null, { }) => Old.Version != New.Version,
        (null, _, null) or (_, null, null) => true,
        (_, _, null) => _new.CompareTo(_old) >= 0,
        // A pre-release of the version that is needed will do as well.
        (_, _, { } worst) => _new.CompareTo(_old) > 0 && _new.Release.CompareTo(_old.Next(worst)) >= 0,
    };

    ChangeKind? Worst => Changes.Count == 0 ? null : Changes.Max(change => change.Kind);

    /// <param name="decisions">What policies decide about recorded inputs.</param>
    public static PluginDiff Of(ManifestFile old, ManifestFile made, RecordedDecisions? decisions = null)
    {
        var changes = new ChangeList();
        PluginChanges.Add(changes, old.Manifest, made.Manifest);
        ParameterChanges.Add(changes, old.Manifest, made.Manifest);
        ContextChanges.Add(changes, old.Manifest, made.Manifest);
        WebhookChanges.Add(changes, old.Manifest, made.Manifest);
        PolicyChanges.Add(changes, old.Manifest, made.Manifest, decisions);
        if (changes.Count == 0 && old.Manifest.Version == made.Manifest.Version && old.Text != made.Text)
        {
            changes.Other("manifest", null, "only its text changed");
        }

        return new PluginDiff(old.Manifest, made.Manifest, changes.WorstFirst);
    }
}
