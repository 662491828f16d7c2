namespace Spaceforge.Cli.Diffing;

/// <summary>Collects changes.</summary>
sealed class ChangeList
{
    readonly List<ManifestChange> _changes = [];

    public int Count => _changes.Count;

    public IReadOnlyList<ManifestChange> WorstFirst => [.. _changes.OrderByDescending(change => change.Kind)];

    public void Breaking(string part, string? name, string message) => _changes.Add(new(ChangeKind.Breaking, part, name, message));

    public void Addition(string part, string? name, string message) => _changes.Add(new(ChangeKind.Addition, part, name, message));

    public void Other(string part, string? name, string message) => _changes.Add(new(ChangeKind.Other, part, name, message));

    /// <summary>Labels only find things, unless others select by them.</summary>
    public void Labels(string part, string? name, IReadOnlyList<string> old, IReadOnlyList<string> made, bool areSelected = false)
    {
        string[] gone = [.. old.Except(made, StringComparer.Ordinal)];
        string[] added = [.. made.Except(old, StringComparer.Ordinal)];
        if (gone.Length > 0)
        {
            _changes.Add(new(areSelected ? ChangeKind.Breaking : ChangeKind.Other, part, name, $"lost the {Said(gone)}"));
        }

        if (added.Length > 0)
        {
            _changes.Add(new(areSelected ? ChangeKind.Addition : ChangeKind.Other, part, name, $"has the new {Said(added)}"));
        }

        static string Said(string[] labels) =>
            $"label{(labels.Length > 1 ? "s" : "")} {string.Join(", ", labels.Select(label => $"'{label}'"))}";
    }

    /// <summary>The items before and after, in the old order; new ones come last.</summary>
    /// <remarks>The same key twice is the first with the first, and so on.</remarks>
    public static IEnumerable<(string Key, T? Old, T? New)> Pair<T>(IEnumerable<T> old, IEnumerable<T> made, Func<T, string> key)
        where T : class
    {
        var left = made.GroupBy(key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new Queue<T>(group), StringComparer.Ordinal);
        foreach (var part in old)
        {
            yield return (key(part), part, left.TryGetValue(key(part), out var queue) && queue.TryDequeue(out var same) ? same : null);
        }

        foreach (var part in made)
        {
            if (left[key(part)].TryPeek(out var next) && ReferenceEquals(next, part))
            {
                yield return (key(part), null, left[key(part)].Dequeue());
            }
        }
    }
}
