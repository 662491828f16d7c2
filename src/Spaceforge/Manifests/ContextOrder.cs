using Spaceforge.Hooks;

namespace Spaceforge.Manifests;

/// <summary>
/// Keeps the order of a plugin's contexts in their names. The platform sorts attached contexts by name, backwards before a phase
/// and forwards after it, so <c>ZZZZZ-</c> is first before and <c>AAAAA-</c> is first after.
/// </summary>
static class ContextOrder
{
    /// <summary>One letter for each priority.</summary>
    public const int MostPriorities = 26;

    const int PrefixLength = 5;

    /// <summary>The different priorities, lowest first; 0 is always one, the main context has it.</summary>
    public static IReadOnlyList<int> Priorities(IEnumerable<Context> contexts) =>
        [.. contexts.Select(context => context.Priority).Append(0).Distinct().Order()];

    /// <summary>Where the contexts run one after another, and so need prefixes.</summary>
    /// <param name="contexts">The contexts with the commands that are generated for them, and the priority of each; null where its name is exact.</param>
    public static IReadOnlyList<ManifestContext> Apply(IReadOnlyList<(ManifestContext Context, int? Priority)> contexts)
    {
        if (contexts.Count == 1) return [contexts[0].Context];

        var ranks = contexts.Select(entry => entry.Priority).OfType<int>().Distinct().Order().ToList();
        var split = contexts.Where(entry => AfterHooks(entry.Context).Any()).Select(entry => entry.Priority).OfType<int>().Distinct().Count() > 1;

        var ordered = new List<ManifestContext>();
        foreach (var (context, priority) in contexts)
        {
            if (priority is null)
            {
                ordered.Add(context);
                continue;
            }

            var rank = ranks.IndexOf(priority.Value);
            var name = WithoutPrefix(context.NamePrefix);
            var before = context with { NamePrefix = $"{Prefix('Z', -rank)}{name}" };
            if (!split || !AfterHooks(context).Any())
            {
                ordered.Add(before);
                continue;
            }

            ordered.Add(before with { Hooks = [.. context.Hooks.Except(AfterHooks(context))] });
            ordered.Add(context with { NamePrefix = $"{Prefix('A', rank)}{name}", Env = [], MountedFiles = [], Hooks = [.. AfterHooks(context)] });
        }

        return ordered;
    }

    static IEnumerable<PhaseCommands> AfterHooks(ManifestContext context) =>
        context.Hooks.Where(phase => HookNames.IsAfterPhase(phase.Phase));

    static string Prefix(char letter, int distance) => $"{new string((char)(letter + distance), PrefixLength)}-";

    /// <summary>The letter of a name's prefix and the rest of the name, or null for a name without one.</summary>
    public static (char Letter, string Name)? Split(string name) =>
        name.Length > PrefixLength && name[PrefixLength] == '-' && char.IsAsciiLetterUpper(name[0]) && name.AsSpan(0, PrefixLength).IndexOfAnyExcept(name[0]) < 0
            ? (name[0], name[(PrefixLength + 1)..])
            : null;

    static string WithoutPrefix(string name) => Split(name)?.Name ?? name;
}
