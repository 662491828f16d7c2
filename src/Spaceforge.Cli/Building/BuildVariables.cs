using System.Collections;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Building;

/// <summary>The environment variables that can affect a build.</summary>
/// <remarks>
/// MSBuild treats every variable as a property. Property names have no underscore, unlike most variables for hooks and
/// shells; names with an underscore count only if a build tool or a file that the build reads uses them.
/// </remarks>
static partial class BuildVariables
{
    static readonly string[] Starts = ["DOTNET_", "MSBUILD", "NUGET_", "COREHOST_", "_MSBUILD"];

    // These change from shell to shell and do not affect builds.
    static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
        { "COLUMNS", "COLORTERM", "LINES", "OLDPWD", "PATH", "PWD", "SHLVL", "TERM", "WINDOWID", "_" };

    // Set by the SDK and the shell for their child processes.
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

    /// <summary>A hash of a variable's value, or null if it is not set.</summary>
    public static string? HashOf(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value ? ContentHash.OfText($"{name}={value}") : null;

    /// <summary>The names that texts use as properties.</summary>
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
