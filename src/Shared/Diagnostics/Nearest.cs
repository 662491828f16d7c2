namespace Spaceforge.Shared.Diagnostics;

/// <summary>Suggests the correct spelling of a mistyped name.</summary>
static class Nearest
{
    /// <summary>The diagnostic property with the replacement text.</summary>
    public const string Replacement = "replacement";

    /// <summary>The only name with an edit distance of at most a third of its length, or null.</summary>
    public static string? To(string typed, IEnumerable<string> names)
    {
        var best = names
            .Select(name => (Name: name, Distance: Distance(typed.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(candidate => candidate.Distance * 3 <= candidate.Name.Length)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .ToList();
        return best.Count > 0 && (best.Count == 1 || best[0].Distance < best[1].Distance) ? best[0].Name : null;
    }

    // Levenshtein distance, row by row.
    static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                left = row[j] = Math.Min(substituted, Math.Min(diagonal, left) + 1);
            }
        }

        return row[to.Length];
    }
}
