using System.Globalization;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Json;

/// <summary>The findings in what the tool, the compiler or a plugin's program says on standard error.</summary>
static partial class FindingText
{
    /// <summary>One for each line that has the form of a finding; lines below that belong to it and source excerpts are left out.</summary>
    public static IReadOnlyList<JsonFinding> Read(string text) =>
    [
        .. text.Split('\n').Select(line => Line().Match(line.TrimEnd('\r'))).Where(match => match.Success).Select(match => new JsonFinding
        {
            Severity = match.Groups["severity"].Value switch
            {
                "info" => "suggestion",
                // As opa does, 'policy test' only gives the code.
                "" => "error",
                var severity => severity,
            },
            Message = match.Groups["message"].Value,
            Code = Value(match, "code"),
            File = Value(match, "file"),
            Line = Number(match, "line"),
            Column = Number(match, "column"),
            EndLine = Number(match, "endLine"),
            EndColumn = Number(match, "endColumn"),
        }).Distinct(),
    ];

    /// <summary>The findings of a command that failed; all that it said where no line is one.</summary>
    public static IReadOnlyList<JsonFinding> OfFailure(string text, int exitCode, string? file = null)
    {
        var findings = Read(text);
        if (findings.Any(finding => finding.Severity == "error")) return findings;

        var said = string.Join('\n', text.Split('\n').Select(line => line.TrimEnd('\r'))
            .Where(line => line.Length > 0 && !Line().IsMatch(line)));
        return
        [
            .. findings,
            new JsonFinding
            {
                Severity = "error",
                File = file,
                Message = said.Length > 0
                    ? said : string.Create(CultureInfo.InvariantCulture, $"The command ended with exit code {exitCode}."),
            },
        ];
    }

    static string? Value(Match match, string group) =>
        match.Groups[group] is { Success: true, Length: > 0, Value: var value } ? value : null;

    static long? Number(Match match, string group) =>
        long.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // The tool's own form, FILE:LINE:COLUMN, and MSBuild's, FILE(LINE,COLUMN,LINE,COLUMN); both may lack any of these.
    [GeneratedRegex(
        @"^(?:(?<file>[^\s:(](?:[^:(]|:(?!\d+:\d+: | ))*?)(?:\((?<line>\d+),(?<column>\d+)(?:,(?<endLine>\d+),(?<endColumn>\d+))?\)|:(?<line>\d+):(?<column>\d+))?: )?(?:(?<severity>error|warning|suggestion|info)(?: (?<code>[A-Za-z_]+\d*))?|(?<code>rego_[a-z_]+)): (?<message>.*)$")]
    private static partial Regex Line();
}
