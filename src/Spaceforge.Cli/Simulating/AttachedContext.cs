using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Manifests;

namespace Spaceforge.Cli.Simulating;

/// <summary>A context of an installed plugin, attached to the stack by a label.</summary>
sealed record AttachedContext(string Plugin, ManifestContext Context)
{
    /// <summary>The contexts of all plugins, sorted by name as on the platform.</summary>
    public static IReadOnlyList<AttachedContext> Sort(IEnumerable<AttachedContext> contexts) =>
        [.. contexts.OrderBy(context => context.Context.NamePrefix, StringComparer.Ordinal)];

    /// <summary>The steps of a hook: contexts in reverse name order before a phase, in name order after it.</summary>
    /// <param name="contexts">Sorted by name.</param>
    /// <param name="hook">The hook's name.</param>
    /// <param name="workspace">The workspace's path for hooks.</param>
    public static IEnumerable<Step> Steps(IReadOnlyList<AttachedContext> contexts, string hook, string workspace) =>
        (HookNames.IsAfterPhase(hook) ? contexts : contexts.Reverse()).SelectMany(attached => attached.Context.Hooks
            .Where(phase => phase.Phase == hook)
            .SelectMany(phase => phase.Commands)
            .Select(
                command => new Step(hook, attached.Plugin, attached.Context.NamePrefix, command.Replace(
                    WorkerPaths.Workspace, workspace, StringComparison.Ordinal))));
}
