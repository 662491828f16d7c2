using System.Text.RegularExpressions;

namespace Spaceforge.Python;

/// <summary>Lines of a <c>requirements.txt</c>.</summary>
static partial class PythonRequirement
{
    /// <summary>What is wrong with a line that <see cref="PythonTools"/> should install, as the end of a sentence, or null.</summary>
    public static string? Mistake(string line) => Pinned().IsMatch(line) ? null
        : NameOf(line) is { } name
            ? $"does not name one version: write {name}==VERSION, so that every run installs the same"
            : "is not a package with a version, such as checkov==3.3.9; options, files and URLs are not supported";

    /// <summary>The name of the package in lower case and with <c>-</c> for other separators, or null if the line names none.</summary>
    public static string? NameOf(string line) =>
        Name().Match(line) is { Success: true } match ? Separators().Replace(match.Groups["name"].Value, "-").ToLowerInvariant() : null;

    /// <summary>The lines of a file, without comments, and with continued lines joined.</summary>
    public static IReadOnlyList<string> Lines(string text) =>
    [
        .. Continued().Replace(text, " ").Split('\n').Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0),
    ];

    [GeneratedRegex(
        @"\A[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9._, -]*\])? *={2,3} *[A-Za-z0-9](?:[A-Za-z0-9.!+_-]*)(?: *;[^\n\r#]*?)?(?: +--hash=sha(?:256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128}))*\z")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[^\]]*\])? *(?:[=<>!~;].*)?\z")]
    private static partial Regex Name();

    [GeneratedRegex("[-_.]+")]
    private static partial Regex Separators();

    [GeneratedRegex(@"\\\r?\n")]
    private static partial Regex Continued();

    [GeneratedRegex(@"(?:\A|\s)#.*")]
    private static partial Regex Comment();
}
