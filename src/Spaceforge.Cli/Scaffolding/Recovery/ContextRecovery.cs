using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Manifests;

namespace Spaceforge.Cli.Scaffolding.Recovery;

/// <summary>The contexts that an author may have declared to get those of a manifest; the most readable way first.</summary>
static class ContextRecovery
{
    public static IEnumerable<IReadOnlyList<Context>> Ways(PluginManifest manifest, OwnParts parts)
    {
        if (parts.Contexts.Count == 0)
        {
            yield return [];
            yield break;
        }

        if (parts.Contexts is [var only])
        {
            if (IsAdded(only, manifest.Name)) yield return [];
            yield return [Declared(only)];
            yield break;
        }

        if (ByPriority(parts.Contexts) is { } contexts)
        {
            var main = MainContext.Of(contexts);
            // One that the generator added stands in front.
            if (ReferenceEquals(main, contexts[0]) && IsAdded(parts.Contexts[0] with { NamePrefix = main.NamePrefix }, manifest.Name)) yield return contexts[1..];
            yield return contexts;
        }

        // The first context of priority 0 starts the plugin.
        yield return
        [
            .. parts.Contexts.Select((context, i) => Declared(context) with { ExactName = true, Priority = i < parts.Main ? 1 : 0 }),
        ];
    }

    /// <summary>The contexts with priorities instead of prefixes, or null where a name has none.</summary>
    static List<Context>? ByPriority(IReadOnlyList<ManifestContext> contexts)
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
                context = context with { Hooks = [.. context.Hooks, .. contexts[i + 1].Hooks] };
                i++;
            }

            declared.Add(Declared(context) with { NamePrefix = name, Priority = 'Z' - letter });
        }

        return declared;
    }

    static bool IsRestOf(ManifestContext rest, ManifestContext context) =>
        rest.Description == context.Description
        && rest.Labels.SequenceEqual(context.Labels)
        && rest is { Env.Count: 0, MountedFiles.Count: 0 }
        && rest.Hooks.All(phase => HookNames.IsAfterPhase(phase.Phase))
        && !context.Hooks.Any(phase => HookNames.IsAfterPhase(phase.Phase));

    static bool IsAdded(ManifestContext context, string pluginName) =>
        MainContext.MadeUp(pluginName) is var added
        && context.NamePrefix == added.NamePrefix && context.Description == added.Description
        && context is { Env.Count: 0, MountedFiles.Count: 0, Hooks.Count: 0, Labels.Count: 0 };

    static Context Declared(ManifestContext context) => new(context.NamePrefix)
    {
        Description = context.Description,
        Env =
        [
            .. context.Env.Select(variable => new Variable(variable.Key, variable.Value)
            {
                ValueFromParameter = variable.ValueFromParameter is { } id ? id : (ParameterReference?)null,
                Sensitive = variable.Sensitive,
            }),
        ],
        Hooks = new HookCommands(context.Hooks.ToDictionary(phase => phase.Phase, phase => phase.Commands, StringComparer.Ordinal)),
        MountedFiles = context.MountedFiles,
        Labels = context.Labels,
    };
}
