using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies;

/// <summary>Which lines the tests reached, as <c>opa test --coverage</c> counts.</summary>
sealed class TestCoverage
{
    readonly Lock _lock = new();
    readonly Dictionary<string, SortedSet<int>> _reached = new(StringComparer.Ordinal);

    public void Add(PolicyGroup group, RegoTrace trace)
    {
        var places = trace.Places.ToHashSet();
        lock (_lock)
        {
            foreach (var place in places)
            {
                if (!group.Texts.ContainsKey(place.File)) continue;
                if (!_reached.TryGetValue(place.File, out var lines)) _reached.Add(place.File, lines = []);
                lines.Add(place.Line);
            }
        }
    }

    public CoverageReport Report(IEnumerable<PolicyGroup> groups)
    {
        var files = new SortedDictionary<string, CoveredFile>(StringComparer.Ordinal);
        foreach (var module in groups.SelectMany(group => group.Modules))
        {
            var lines = ModuleOutline.Lines(module);
            var reached = _reached.GetValueOrDefault(module.File, []);
            files[module.File] = new CoveredFile([.. reached], [.. lines.Except(reached)]);
        }

        return new CoverageReport(files);
    }
}

/// <summary>The lines of a file that were reached, and those that were not.</summary>
sealed record CoveredFile(IReadOnlyList<int> Covered, IReadOnlyList<int> NotCovered)
{
    public double Percent => CoverageReport.PercentOf(Covered.Count, NotCovered.Count);

    /// <summary>Lines that follow each other, as their first and last.</summary>
    public static IEnumerable<(int First, int Last)> Ranges(IReadOnlyList<int> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var first = lines[i];
            while (i + 1 < lines.Count && lines[i + 1] == lines[i] + 1) i++;
            yield return (first, lines[i]);
        }
    }
}

sealed record CoverageReport(IReadOnlyDictionary<string, CoveredFile> Files)
{
    public int Covered => Files.Values.Sum(file => file.Covered.Count);

    public int NotCovered => Files.Values.Sum(file => file.NotCovered.Count);

    public double Percent => PercentOf(Covered, NotCovered);

    /// <summary>A file without rules has nothing that is not covered.</summary>
    public static double PercentOf(int covered, int notCovered) =>
        covered + notCovered == 0 ? 100 : Math.Round(100.0 * covered / (covered + notCovered), 2);
}
