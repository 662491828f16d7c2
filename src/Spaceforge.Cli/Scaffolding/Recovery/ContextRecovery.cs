using Spaceforge.Hooks;
using Spaceforge.Manifests;
using Spaceforge.Model;

namespace Spaceforge.Cli.Scaffolding.Recovery;

/// <summary>Declarations that could have produced a manifest's contexts; the most readable first.</summary>
static class ContextRecovery
{
    /// <param name="manifest">The manifest's contexts, without the launch commands and files.</param>
    /// <param name="main">The index of the one that starts the plugin, if any.</param>
    public static IEnumerable<IReadOnlyList<Context>> Ways(PluginDefinition manifest, int? main)
    {
        var contexts = manifest.Contexts;
        if (contexts.Count <= 1)
        {
            if (contexts is [var only] && IsAdded(only, manifest.Name)) yield return [];
            yield return contexts;
            yield break;
        }

        if (ByPriority(contexts, main) is { } declared)
        {
            // A generated context comes first.
            if (declared[0].Priority == 0 && IsAdded(declared[0], manifest.Name)) yield return declared[1..];
            yield return declared;
        }

        // The first context of priority 0 starts the plugin.
        yield return [.. contexts.Select((context, i) => context with { ExactName = true, Priority = i < main ? 1 : 0 })];
    }

    /// <summary>The contexts with priorities instead of prefixes, or null if a name has no prefix.</summary>
    static List<Context>? ByPriority(IReadOnlyList<Context> contexts, int? main)
    {
        // The context that starts the plugin is the first one of priority 0; those that come before it have lower ones.
        var zero = main is { } start && ContextOrder.Split(contexts[start].NamePrefix) is var (startLetter, _) ? startLetter : 'Z';
        var declared = new List<Context>();
        for (var i = 0; i < contexts.Count; i++)
        {
            if (ContextOrder.Split(contexts[i].NamePrefix) is not var (letter, name)) return null;
            if (i < main && letter == zero) return null;

            var context = contexts[i];
            // A context's commands after phases may be in a separate context right behind it.
            if (i + 1 < contexts.Count && ContextOrder.Split(contexts[i + 1].NamePrefix) is var (next, nextName)
                && next - 'A' == 'Z' - letter && nextName == name && IsRestOf(contexts[i + 1], context))
            {
                i++;
                context = context with { Hooks = new HookCommands(context.Hooks.ByPhase.Concat(contexts[i].Hooks.ByPhase).ToDictionary()) };
            }

            declared.Add(context with { NamePrefix = name, Priority = zero - letter });
        }

        return declared;
    }

    static bool IsRestOf(Context rest, Context context) =>
        rest.Description == context.Description
        && rest.Labels.SequenceEqual(context.Labels)
        && rest is { Env.Count: 0, MountedFiles.Count: 0 }
        && rest.Hooks.ByPhase.Keys.All(HookNames.IsAfterPhase)
        && !context.Hooks.ByPhase.Keys.Any(HookNames.IsAfterPhase);

    static bool IsAdded(Context context, string pluginName) =>
        MainContext.MadeUp(pluginName) is var added
        && context.NamePrefix == added.NamePrefix && context.Description == added.Description
        && context is { Env.Count: 0, MountedFiles.Count: 0, Labels.Count: 0 } && context.Hooks.ByPhase.Count == 0;
}
