using System.Text.Json.Nodes;

namespace Spaceforge.Scanning;

/// <summary>A scan as policy input for plan policies. Its size is bounded, because policies must be evaluated within seconds.</summary>
static class ScanPolicyInput
{
    const int MostFindings = 200;
    const int LongestText = 300;

    public static JsonObject Of(ScanResult scan) => new()
    {
        ["threshold"] = SeverityName.Of(scan.Threshold),
        ["fail_mode"] = scan.FailMode.ToString().ToLowerInvariant(),
        ["total"] = scan.Findings.Count,
        ["reached"] = scan.Reached.Count,
        ["counts"] = new JsonObject(
            scan.Counts.Select(entry => KeyValuePair.Create(SeverityName.Of(entry.Severity), (JsonNode?)entry.Count))),
        ["warnings"] = new JsonArray([.. scan.Warnings.Select(warning => (JsonNode)ShortText.Of(warning, LongestText))]),
        ["findings"] = new JsonArray([.. scan.Findings.Take(MostFindings).Select(Finding)]),
        ["omitted"] = Math.Max(0, scan.Findings.Count - MostFindings),
    };

    static JsonObject Finding(ScanFinding finding)
    {
        var data = Place(finding);
        if (!string.IsNullOrEmpty(finding.Fix)) data["fix"] = ShortText.Of(finding.Fix, LongestText);
        return data;
    }

    static JsonObject Place(ScanFinding finding) => new()
    {
        ["severity"] = SeverityName.Of(finding.Severity),
        ["rule"] = ShortText.Of(finding.Rule, LongestText),
        ["message"] = ShortText.Of(finding.Message, LongestText),
        ["file"] = ShortText.Of(finding.File, LongestText),
        ["line"] = Math.Max(0, finding.Line),
        ["resource"] = ShortText.Of(finding.Resource, LongestText),
    };
}
