using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Manifests;

namespace Spaceforge.Cli.Simulating;

/// <summary>A context of an installed plugin, attached to the stack by a label, as all of a plugin's contexts are.</summary>
sealed record AttachedContext(string Plugin, ManifestContext Context)
{
    /// <summary>The contexts of all plugins in the order of their names, by which the platform sorts them.</summary>
    public static IReadOnlyList<AttachedContext> Sort(IEnumerable<AttachedContext> contexts) =>
        [.. contexts.OrderBy(context => context.Context.NamePrefix, StringComparer.Ordinal)];

    /// <summary>The steps of a hook: contexts backwards by name before a phase, forwards after it.</summary>
    /// <param name="contexts">Sorted by name.</param>
    /// <param name="hook">The hook's name.</param>
    /// <param name="workspace">Where hooks find the workspace.</param>
    public static IEnumerable<Step> Steps(IReadOnlyList<AttachedContext> contexts, string hook, string workspace) =>
        (HookNames.IsAfterPhase(hook) ? contexts : contexts.Reverse()).SelectMany(attached => attached.Context.Hooks
            .Where(phase => phase.Phase == hook)
            .SelectMany(phase => phase.Commands)
            .Select(
                command => new Step(hook, attached.Plugin, attached.Context.NamePrefix, command.Replace(
                    WorkerPaths.Workspace, workspace, StringComparison.Ordinal))));
}
