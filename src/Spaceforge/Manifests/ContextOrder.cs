using Spaceforge.Hooks;

namespace Spaceforge.Manifests;

/// <summary>
/// Encodes the order of a plugin's contexts in their names. The platform sorts attached contexts by name, in reverse order before a phase
/// and in forward order after it, so <c>ZZZZZ-</c> comes first before and <c>AAAAA-</c> first after a phase.
/// </summary>
static class ContextOrder
{
    /// <param name="Context">The context.</param>
    /// <param name="Priority">The priority; null if the name is exact.</param>
    public sealed record Ranked(ManifestContext Context, int? Priority);

    const int PrefixLength = 5;

    /// <summary>Whether several contexts have commands, so that their names need prefixes.</summary>
    /// <param name="contexts">The contexts with their generated commands.</param>
    public static IReadOnlyList<ManifestContext> Apply(IReadOnlyList<Ranked> contexts)
    {
        if (contexts.Count == 1) return [contexts[0].Context];

        var (ranks, ranksAfter) = (new List<int>(), new List<int>());
        foreach (var (context, priority) in contexts)
        {
            if (priority is null) continue;

            AddNew(ranks, priority.Value);
            if (AfterHooks(context).Any()) AddNew(ranksAfter, priority.Value);
        }

        ranks.Sort();
        var split = ranksAfter.Count > 1;

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
            ordered.Add(
                context with { NamePrefix = $"{Prefix('A', rank)}{name}", Env = [], MountedFiles = [], Hooks = [.. AfterHooks(context)] });
        }

        return ordered;
    }

    static void AddNew(List<int> numbers, int number)
    {
        if (!numbers.Contains(number)) numbers.Add(number);
    }

    static IEnumerable<PhaseCommands> AfterHooks(ManifestContext context) =>
        context.Hooks.Where(phase => HookNames.IsAfterPhase(phase.Phase));

    static string Prefix(char letter, int distance) => $"{new string((char)(letter + distance), PrefixLength)}-";

    /// <summary>The letter of a name's prefix and the rest of the name, or null if there is no prefix.</summary>
    public static (char Letter, string Name)? Split(string name) =>
        name.Length > PrefixLength && name[PrefixLength] == '-' && char.IsAsciiLetterUpper(name[0]) && name.AsSpan(0, PrefixLength)
            .IndexOfAnyExcept(name[0]) < 0
            ? (name[0], name[(PrefixLength + 1)..])
            : null;

    static string WithoutPrefix(string name) => Split(name)?.Name ?? name;
}
