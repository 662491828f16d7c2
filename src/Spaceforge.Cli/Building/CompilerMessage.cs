using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Building;

/// <summary>An error or warning of the compiler, of MSBuild or of NuGet, without what they wrap around it.</summary>
/// <param name="Code">Its code, or nothing.</param>
sealed partial record CompilerMessage(string File, string Position, string Severity, string Code, string Text)
{
    public bool IsError => Severity == "error";

    /// <summary>The messages in a log, each once, in the order of the log.</summary>
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

    /// <summary>One line, with the file as seen from a folder.</summary>
    public string Show(string folder)
    {
        var file = Path.IsPathRooted(File) ? Path.GetRelativePath(folder, File) : File;
        // The SDK speaks of the project that it makes up around a file-based app.
        if (file.EndsWith(".cs.csproj", StringComparison.Ordinal)) file = file[..^".csproj".Length];
        return $"{file}{Position}: {Severity}{(Code.Length > 0 ? " " : "")}{Code}: {Text}";
    }

    // The form is MSBuild's own, in every language: FILE(LINE,COLUMN): error CODE: TEXT [PROJECT]. A project's own checks may have no code.
    [GeneratedRegex(
        @"^\s*(?<file>\S.*?)(?<position>\(\d+,\d+(?:,\d+,\d+)?\))?\s?: (?<severity>error|warning) (?:(?<code>[A-Z]+\d+)\s?|(?<=\): (?:error|warning) )): (?<text>.*?)(?: \[[^\[\]]+\])?$")]
    private static partial Regex Line();
}
