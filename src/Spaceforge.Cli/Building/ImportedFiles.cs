using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Building;

/// <summary>The MSBuild files that a build read, except those of the SDK and of packages.</summary>
/// <param name="Paths">Their full paths.</param>
/// <param name="Variables">The environment variables that they may use as properties.</param>
/// <param name="AreAll">Whether they determine all dependencies: no file patterns and no queries of the machine.</param>
sealed partial record ImportedFiles(IReadOnlyList<string> Paths, IReadOnlyList<string> Variables, bool AreAll)
{
    /// <summary>Makes MSBuild log imports, in English.</summary>
    public static readonly IReadOnlyDictionary<string, string?> LogVariables =
        new Dictionary<string, string?> { ["MSBUILDLOGIMPORTS"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en" };

    /// <param name="log">The log of a build.</param>
    /// <param name="apart">Folders that are tracked elsewhere: the SDK, packages, the build's own.</param>
    public static ImportedFiles Read(string log, params string[] apart)
    {
        var imports = Import().Matches(log);
        var paths = imports.Select(match => match.Groups[1].Value)
            .Where(path => !apart.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        var texts = paths.Select(path => BuildFile.ReadText(path) ?? "").ToArray();
        return new ImportedFiles(paths, [.. BuildVariables.NamesIn(texts).Order(StringComparer.Ordinal)], imports.Count > 0
            && !texts.Any(LooksAround().IsMatch));
    }

    [GeneratedRegex("""Importing project "([^"]+)" into project """)]
    private static partial Regex Import();

    // A file pattern, a condition on a file, or a function that queries the machine.
    [GeneratedRegex(
        """(?:Include|Exclude|Update|Remove|Project)\s*=\s*["'][^"']*[*?]|\bExists\s*\(|\[System\.(?:IO|DateTime|Guid|Environment)|\[MSBuild\]::(?!GetPathOfFileAbove)|<Exec\b|<UsingTask\b""", RegexOptions.IgnoreCase)]
    private static partial Regex LooksAround();
}
