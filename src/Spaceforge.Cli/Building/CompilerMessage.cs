using System.Globalization;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Building;

/// <summary>An error or warning of the compiler, MSBuild or NuGet, without its prefix and suffix.</summary>
/// <param name="Code">Its code, or an empty string.</param>
sealed partial record CompilerMessage(string File, string Position, string Severity, string Code, string Text)
{
    const int Widest = 120;

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

    /// <summary>The line of the source that it is about, and a mark below its column; nothing if the line is not known.</summary>
    public IEnumerable<string> Excerpt()
    {
        if (PlaceInFile().Match(Position) is not { Success: true } place || !Path.IsPathRooted(File)
            || BuildFile.ReadText(File)?.Split('\n') is not { } lines
            || !int.TryParse(place.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            || !int.TryParse(place.Groups["column"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var column)
            || line < 1 || line > lines.Length || column < 1 || column > lines[line - 1].Length + 1)
        {
            yield break;
        }

        // Control characters would move the mark, or the cursor.
        var text = string.Concat(lines[line - 1].TrimEnd('\r').Select(c => char.IsControl(c) ? ' ' : c));
        var start = Math.Clamp(column - (Widest / 2), 0, Math.Max(0, text.Length - Widest));
        var number = line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
        yield return $"{number} | {text[start..Math.Min(text.Length, start + Widest)].TrimEnd()}";
        yield return $"{new string(' ', number.Length)} | {new string(' ', column - 1 - start)}^";
    }

    [GeneratedRegex(@"^\((?<line>\d+),(?<column>\d+)")]
    private static partial Regex PlaceInFile();

    // MSBuild's format, in every language: FILE(LINE,COLUMN): error CODE: TEXT [PROJECT]. A project's custom errors may have no code.
    [GeneratedRegex(
        @"^\s*(?<file>\S.*?)(?<position>\(\d+,\d+(?:,\d+,\d+)?\))?\s?: (?<severity>error|warning) (?:(?<code>[A-Z]+\d+)\s?|(?<=\): (?:error|warning) )): (?<text>.*?)(?: \[[^\[\]]+\])?$")]
    private static partial Regex Line();
}
