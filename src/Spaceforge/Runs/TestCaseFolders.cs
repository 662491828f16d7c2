using Spaceforge.Files;

namespace Spaceforge.Runs;

/// <summary>
/// The folders that a module test may run in. The platform runs it in the folder of one test case and does not say which, so
/// files are read or written in each folder that the module's configuration lists.
/// </summary>
static class TestCaseFolders
{
    const string ConfigurationFile = ".spacelift/config.yml";
    const int LargestConfiguration = 1_000_000;
    const int MostFolders = 1_000;

    /// <summary>Paths relative to the project folder; empty outside of module tests, or if the project root is known.</summary>
    public static IReadOnlyList<string> Of(RunInfo run, ForeignFolder project)
    {
        if (run.Type != RunType.Testing || run.ProjectRoot is not null || Configuration(project) is not { } configuration) return [];

        var root = project.FullPath;
        return
        [
            .. configuration.Split('\n').Select(ProjectRoot).OfType<string>()
                .Select(folder => Path.GetRelativePath(root, Path.GetFullPath(folder, root)))
                .Where(folder => folder is not ("." or "..") && !folder.StartsWith("../", StringComparison.Ordinal)
                    && Directory.Exists(Path.Combine(root, folder)))
                .Distinct().Take(MostFolders),
        ];
    }

    static string? Configuration(ForeignFolder project)
    {
        try
        {
            return project.ReadText(ConfigurationFile, LargestConfiguration);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The value of a line <c>project_root: VALUE</c>.</summary>
    static string? ProjectRoot(string line)
    {
        const string key = "project_root:";
        var entry = line.AsSpan().TrimStart(" \t-");
        if (!entry.StartsWith(key, StringComparison.Ordinal)) return null;

        var value = entry[key.Length..];
        value = (value.IndexOf('#') is >= 0 and var comment ? value[..comment] : value).Trim();
        value = value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value;
        return value.IsEmpty || value.Contains('\0') ? null : value.ToString();
    }
}
