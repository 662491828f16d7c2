namespace Spaceforge.Model;

/// <summary>The priorities of a plugin's contexts.</summary>
static class ContextPriorities
{
    /// <summary>One letter in a context's name for each.</summary>
    public const int Most = 26;

    /// <summary>The different priorities, lowest first; 0 is always one, the main context has it.</summary>
    public static IReadOnlyList<int> Of(IEnumerable<Context> contexts)
    {
        var priorities = new List<int> { 0 };
        foreach (var context in contexts)
        {
            if (!priorities.Contains(context.Priority)) priorities.Add(context.Priority);
        }

        priorities.Sort();
        return priorities;
    }
}
