namespace Spaceforge.Cli.Manifests;

/// <summary>What is wrong with manifests, as lines for people: a hostile one breaks rules by the hundred thousand.</summary>
static class ProblemLines
{
    const int Most = 200;

    /// <summary>A line each; where there are many, the first ones, errors before the rest, and how many more there are.</summary>
    public static IEnumerable<string> Of(IReadOnlyCollection<ManifestProblem> problems, Func<ManifestProblem, string>? line = null)
    {
        line ??= problem => problem.ToString();
        if (problems.Count <= Most) return problems.Select(line);

        return problems.OrderBy(problem => !problem.IsError).Take(Most).Select(line).Append($"{problems.Count - Most} more are not shown.");
    }
}
