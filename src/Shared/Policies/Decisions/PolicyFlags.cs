using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>What policies do to the flags of a run.</summary>
static class PolicyFlags
{
    /// <summary>
    /// Resets first, then adds. A policy takes away only what it has set itself: who set the flags of the input is not in it, so a flag
    /// of the input goes only where every policy that sets it in this event resets it as well, or none sets it and one resets it.
    /// </summary>
    public static (IReadOnlyList<string> Added, IReadOnlyList<string> Reset, IReadOnlyList<string> Flags) Of(
        IReadOnlyList<PolicyEvaluation> policies, RegoValue? input)
    {
        SortedSet<string> flags = new(Existing(input), StringComparer.Ordinal);
        SortedSet<string> reset = new(StringComparer.Ordinal);
        foreach (var flag in policies.SelectMany(p => p.Texts("reset_flag")).Distinct())
        {
            var setters = policies.Where(p => p.Texts("flag").Contains(flag));
            if (setters.All(p => p.Texts("reset_flag").Contains(flag))) reset.Add(flag);
        }

        flags.ExceptWith(reset);
        SortedSet<string> added = new(policies.SelectMany(p => p.Texts("flag")), StringComparer.Ordinal);
        flags.UnionWith(added);
        return ([.. added], [.. reset], [.. flags]);
    }

    public static IEnumerable<string> Existing(RegoValue? input)
    {
        var run = Field(Field(input, "spacelift"), "run") ?? Field(input, "run");
        return Field(run, "flags") is RegoArray flags ? flags.OfType<RegoString>().Select(f => f.Value) : [];
    }

    public static RegoValue? Field(RegoValue? value, string name) => value is RegoObject members ? members[name] : null;
}
