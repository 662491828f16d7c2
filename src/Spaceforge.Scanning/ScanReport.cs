namespace Spaceforge.Scanning;

/// <summary>A scan as Markdown.</summary>
static class ScanReport
{
    const int MostFindings = 100;
    const int MostRules = 50;

    public static string Of(ScanResult scan)
    {
        var report = new MarkdownBuilder().Heading(1, scan.Title);
        foreach (var warning in scan.Warnings) report.Paragraph("⚠️ " + MarkdownText.Bold(warning));
        if (scan.Findings.Count == 0) return report.Paragraph(scan.Warnings.Count == 0 ? "✅ No findings." : "No findings.").ToString();

        report.Paragraph(MarkdownText.Bold(scan.Sentence) + Next(scan));
        report.Table(
            ["Severity", "Findings", "Reach the threshold"],
            scan.Counts.Where(entry => entry.Count > 0).Select(entry =>
                (MarkdownText[])[MarkdownText.Badge(
                    entry.Severity), $"{entry.Count}", $"{scan.Reached.Count(finding => finding.Severity == entry.Severity)}"]));
        report.Heading(2, "Findings").Table(
            ["Severity", "Rule", "Finding", "Location", "Resource"], scan.Findings.Take(MostFindings).Select(Row));
        if (scan.Findings.Count > MostFindings)
        {
            report.Paragraph($"The worst {MostFindings} are shown; {scan.Findings.Count - MostFindings} more are not.");
            report.Collapsible("All findings by rule", all => Rules(all, scan.Findings));
        }

        return report.ToString();
    }

    static string Next(ScanResult scan) => scan.Reached.Count == 0 ? ""
        : scan.FailMode switch
        {
            FailMode.Fail => " The run fails.",
            FailMode.Policy => " The plan policy denies the run.",
            _ => " The run continues.",
        };

    static MarkdownText[] Row(ScanFinding finding) =>
    [
        MarkdownText.Badge(finding.Severity),
        string.IsNullOrEmpty(finding.Link)
            ? ShortText.Of(finding.Rule, 100) : MarkdownText.Link(ShortText.Of(finding.Rule, 100), finding.Link),
        string.IsNullOrEmpty(finding.Fix)
            ? ShortText.Of(finding.Message, 500)
            : $"{ShortText.Of(finding.Message, 500)} Fix: {ShortText.Of(finding.Fix, 500)}",
        Code(finding.Place),
        Code(ShortText.Of(finding.Resource, 200)),
    ];

    static MarkdownText Code(string text) => text.Length == 0 ? "" : MarkdownText.Code(text);

    static void Rules(MarkdownBuilder report, IReadOnlyList<ScanFinding> findings)
    {
        var rules = findings.GroupBy(finding => finding.Rule, StringComparer.Ordinal)
            .OrderByDescending(rule => rule.Count()).ThenBy(rule => rule.Key, StringComparer.Ordinal).ToList();
        report.Table(["Rule", "Findings"], rules.Take(MostRules)
            .Select(rule => (MarkdownText[])[ShortText.Of(rule.Key, 100), $"{rule.Count()}"]));
        if (rules.Count > MostRules) report.Paragraph($"{rules.Count - MostRules} more rules are not shown.");
    }
}
