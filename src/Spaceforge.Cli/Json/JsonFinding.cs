using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spaceforge.Shared.Diagnostics;

namespace Spaceforge.Cli.Json;

/// <summary>What is wrong, in the one shape in which every command prints it for programs: docs/json.md.</summary>
sealed partial record JsonFinding
{
    /// <summary><c>error</c>, <c>warning</c> or <c>suggestion</c>.</summary>
    public required string Severity { get; init; }

    public required string Message { get; init; }

    public string? Code { get; init; }

    public string? File { get; init; }

    public long? Line { get; init; }

    public long? Column { get; init; }

    public long? EndLine { get; init; }

    public long? EndColumn { get; init; }

    public string? Policy { get; init; }

    /// <summary>The page that explains the code; null for a code of the compiler, or none.</summary>
    string? Help => Code is not null && OwnCode().IsMatch(Code) ? $"{DiagnosticPages.Address}{Code}.md" : null;

    public static string Write(IEnumerable<JsonFinding> findings) =>
        JsonText.Of(new JsonArray([.. findings.Select(finding => finding.ToJson())]), indented: true) + "\n";

    /// <summary>All members are always there, but for the policy's name.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["file"] = File,
            ["line"] = Line,
            ["column"] = Column,
            ["endLine"] = EndLine,
            ["endColumn"] = EndColumn,
            ["severity"] = Severity,
            ["code"] = Code,
            ["message"] = Message,
            ["help"] = Help,
        };
        if (Policy is not null) json["policy"] = Policy;
        return json;
    }

    [GeneratedRegex(@"^SF\d{4}$")]
    private static partial Regex OwnCode();
}
