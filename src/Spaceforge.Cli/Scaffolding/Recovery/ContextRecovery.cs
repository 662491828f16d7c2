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

    /// <summary>
    /// The contexts with priorities instead of prefixes, where these may come from priorities; null if that of the main one does not.
    /// </summary>
    static List<Context>? ByPriority(IReadOnlyList<Context> contexts, int? main)
    {
        // The context that starts the plugin is the first one of priority 0; those that come before it have lower ones.
        var zero = main is { } start && ContextOrder.Split(contexts[start].NamePrefix) is var (startLetter, _) ? startLetter : 'Z';
        // A context's commands after phases may be in a separate context right behind it. If one is split, all are.
        bool[] areRests = [.. contexts.Select((context, i) => i > 0 && IsRestOf(context, contexts[i - 1]))];
        var isSplit = areRests.Contains(true);
        (char Letter, string Name)?[] ranked =
        [
            .. contexts.Select((context, i) =>
                MayBeRanked(i) && ContextOrder.Split(context.NamePrefix) is { Name.Length: > 0 } split ? split : ((char, string)?)null),
        ];
        // Priorities leave no letter out: a name after a gap is the author's.
        var last = (char)('Z' + 1);
        while (ranked.Any(one => one?.Letter == last - 1)) last--;
        var declared = new List<Context>();
        for (var i = 0; i < contexts.Count; i++)
        {
            var context = contexts[i];
            if (ranked[i] is not var (letter, name) || letter < last || (i < main && letter == zero))
            {
                if (i == main) return null;

                declared.Add(context with { ExactName = true, Priority = i < main ? 1 : 0 });
                continue;
            }

            if (HasRest(i))
            {
                i++;
                var hooks = context.Hooks.ByPhase.Concat(contexts[i].Hooks.ByPhase);
                context = context with { Hooks = new HookCommands(hooks.ToDictionary()) };
            }

            declared.Add(context with { NamePrefix = name, Priority = zero - letter });
        }

        return declared;

        bool HasRest(int i) => i + 1 < contexts.Count && areRests[i + 1];

        bool MayBeRanked(int i) => !areRests[i]
            && (!isSplit || HasRest(i) || !contexts[i].Hooks.ByPhase.Keys.Any(HookNames.IsAfterPhase));
    }

    static bool IsRestOf(Context rest, Context context) =>
        ContextOrder.Split(context.NamePrefix) is var (letter, name)
        && ContextOrder.Split(rest.NamePrefix) is var (restLetter, restName)
        && restLetter - 'A' == 'Z' - letter && restName == name
        && rest.Description == context.Description
        && rest.Labels.SequenceEqual(context.Labels)
        && rest is { Env.Count: 0, MountedFiles.Count: 0 }
        && rest.Hooks.ByPhase.Keys.All(HookNames.IsAfterPhase)
        && !context.Hooks.ByPhase.Keys.Any(HookNames.IsAfterPhase);

    static bool IsAdded(Context context, string pluginName) =>
        MainContext.MadeUp(pluginName) is var added
        && context.NamePrefix == added.NamePrefix && context.Description == added.Description
        && context is { Env.Count: 0, MountedFiles.Count: 0, Labels.Count: 0 } && context.Hooks.ByPhase.Count == 0;
}
