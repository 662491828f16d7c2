namespace Spaceforge.Model;

/// <summary>The priorities of a plugin's contexts.</summary>
static class ContextPriorities
{
    /// <summary>Each priority is encoded as one letter in a context's name.</summary>
    public const int Most = 26;

    /// <summary>The distinct priorities, lowest first, always including 0 for the main context.</summary>
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
