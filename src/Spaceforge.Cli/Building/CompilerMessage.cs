using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Building;

/// <summary>An error or warning of the compiler, MSBuild or NuGet, without its prefix and suffix.</summary>
/// <param name="Code">Its code, or an empty string.</param>
sealed partial record CompilerMessage(string File, string Position, string Severity, string Code, string Text)
{
    public bool IsError => Severity == "error";

    /// <summary>The distinct messages in a log, in order.</summary>
    public static IReadOnlyList<CompilerMessage> ReadAll(string log) =>
    [
        .. log.Split('\n')
            .Select(line => Line().Match(line.TrimEnd('\r')))
            .Where(match => match.Success)
            .Select(match => new CompilerMessage(
                match.Groups["file"].Value, match.Groups["position"].Value, match.Groups["severity"].Value, match.Groups["code"].Value,
                match.Groups["text"].Value))
            .Distinct(),
    ];

    /// <summary>One line, with the file relative to a folder.</summary>
    public string Show(string folder)
    {
        var file = Path.IsPathRooted(File) ? Path.GetRelativePath(folder, File) : File;
        // The SDK reports the virtual project of a file-based app.
        if (file.EndsWith(".cs.csproj", StringComparison.Ordinal)) file = file[..^".csproj".Length];
        return $"{file}{Position}: {Severity}{(Code.Length > 0 ? " " : "")}{Code}: {Text}";
    }

    // MSBuild's format, in every language: FILE(LINE,COLUMN): error CODE: TEXT [PROJECT]. A project's custom errors may have no code.
    [GeneratedRegex(
        @"^\s*(?<file>\S.*?)(?<position>\(\d+,\d+(?:,\d+,\d+)?\))?\s?: (?<severity>error|warning) (?:(?<code>[A-Z]+\d+)\s?|(?<=\): (?:error|warning) )): (?<text>.*?)(?: \[[^\[\]]+\])?$")]
    private static partial Regex Line();
}
