namespace Spaceforge.Hooks;

/// <summary>
/// The names of the hooks: <c>before_init</c> on the platform and on the command line, <c>BeforeInitAsync</c> in C#. The analyzers
/// compile this code too.
/// </summary>
static class HookNames
{
    static readonly string[] Names =
    [
        "before_init", "after_init", "before_plan", "after_plan", "before_apply", "after_apply",
        "before_perform", "after_perform", "before_destroy", "after_destroy", "after_run",
    ];

    static readonly string[] Methods =
    [
        "BeforeInitAsync", "AfterInitAsync", "BeforePlanAsync", "AfterPlanAsync", "BeforeApplyAsync", "AfterApplyAsync",
        "BeforePerformAsync", "AfterPerformAsync", "BeforeDestroyAsync", "AfterDestroyAsync", "AfterRunAsync",
    ];

    /// <summary>All eleven names, in the order of <see cref="Hook"/> and of the manifest.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string NameOf(Hook hook) => Names[(int)hook];

    public static string MethodOf(Hook hook) => Methods[(int)hook];

    public static Hook? Parse(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : (Hook)index;
    }

    /// <summary>The hook that was probably meant by <c>AfterPlan</c>, <c>after-plan</c> or <c>AfterPlanAsync</c>, or null.</summary>
    public static string? Suggest(string name)
    {
        var bare = Bare(name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Async".Length) : name);
        return Array.Find(Names, candidate => Bare(candidate).Equals(bare, StringComparison.OrdinalIgnoreCase));

        static string Bare(string text) => string.Concat(text.Where(c => c is not ('_' or '-')));
    }

    public static bool IsAfterPhase(string name) => name.StartsWith("after_", StringComparison.Ordinal);
}
