using Spaceforge.Hooks;
using Spaceforge.Manifests;
using Spaceforge.Model;

namespace Spaceforge.Cli.Scaffolding.Recovery;

/// <summary>The contexts that an author may have declared to get those of a manifest; the most readable way first.</summary>
static class ContextRecovery
{
    /// <param name="manifest">The contexts with the names that the manifest has, without what starts the plugin.</param>
    /// <param name="main">The position of the one that starts it, where there is one.</param>
    public static IEnumerable<IReadOnlyList<Context>> Ways(PluginDefinition manifest, int? main)
    {
        var contexts = manifest.Contexts;
        if (contexts.Count <= 1)
        {
            if (contexts is [var only] && IsAdded(only, manifest.Name)) yield return [];
            yield return contexts;
            yield break;
        }

        if (ByPriority(contexts) is { } declared)
        {
            // One that the generator added stands in front.
            if (declared[0].Priority == 0 && IsAdded(declared[0], manifest.Name)) yield return declared[1..];
            yield return declared;
        }

        // The first context of priority 0 starts the plugin.
        yield return [.. contexts.Select((context, i) => context with { ExactName = true, Priority = i < main ? 1 : 0 })];
    }

    /// <summary>The contexts with priorities instead of prefixes, or null where a name has none.</summary>
    static List<Context>? ByPriority(IReadOnlyList<Context> contexts)
    {
        var declared = new List<Context>();
        for (var i = 0; i < contexts.Count; i++)
        {
            if (ContextOrder.Split(contexts[i].NamePrefix) is not var (letter, name)) return null;

            var context = contexts[i];
            // What a context runs after phases may stand right behind it in one of its own.
            if (i + 1 < contexts.Count && ContextOrder.Split(contexts[i + 1].NamePrefix) is var (next, nextName)
                && next - 'A' == 'Z' - letter && nextName == name && IsRestOf(contexts[i + 1], context))
            {
                i++;
                context = context with { Hooks = new HookCommands(context.Hooks.ByPhase.Concat(contexts[i].Hooks.ByPhase).ToDictionary()) };
            }

            declared.Add(context with { NamePrefix = name, Priority = 'Z' - letter });
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
