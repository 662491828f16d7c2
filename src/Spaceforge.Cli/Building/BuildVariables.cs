using System.Collections;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Building;

/// <summary>The environment variables that can change a build.</summary>
/// <remarks>
/// Any variable is a property to MSBuild. The names of properties have no underscore, which sets them apart from what hooks and
/// shells read; those with one are the tools' own, or are named by a file that the build reads.
/// </remarks>
static partial class BuildVariables
{
    static readonly string[] Starts = ["DOTNET_", "MSBUILD", "NUGET_", "COREHOST_", "_MSBUILD"];

    // They change from shell to shell, and name nothing in a build.
    static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
        { "COLUMNS", "COLORTERM", "LINES", "OLDPWD", "PATH", "PWD", "SHLVL", "TERM", "WINDOWID", "_" };

    // Set by the SDK and the shell for what they start.
    static readonly HashSet<string> OfTheStart = new(StringComparer.Ordinal) { "DOTNET_HOST_PATH", "MSBUILD_STARTUP_DIRECTORY" };

    /// <param name="texts">The files and directives that a build reads.</param>
    /// <returns>Lines <c>NAME=VALUE</c> in a fixed order.</returns>
    public static IEnumerable<string> Read(IEnumerable<string> texts)
    {
        var named = NamesIn(texts).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value))
            .Where(variable => named.Contains(variable.Name) || Counts(variable.Name))
            .OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .Select(variable => $"{variable.Name}={variable.Value}");
    }

    /// <summary>What tells a variable's value from others, or null where it is not set.</summary>
    public static string? HashOf(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value ? ContentHash.OfText($"{name}={value}") : null;

    /// <summary>The names that texts read as properties.</summary>
    public static IEnumerable<string> NamesIn(IEnumerable<string> texts) =>
        texts.SelectMany(text => Property().Matches(text)).Select(match => match.Groups[1].Value)
            .Distinct(StringComparer.OrdinalIgnoreCase);

    static bool Counts(string name) => !Ignored.Contains(name) && !OfTheStart.Contains(name)
        && (!name.Contains('_', StringComparison.Ordinal)
            || Starts.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)));

    // As MSBuild and NuGet write it: $(NAME) and %NAME%.
    [GeneratedRegex(@"[$%]\(?([A-Za-z_][A-Za-z0-9_]*)[)%]")]
    private static partial Regex Property();
}
