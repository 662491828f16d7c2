namespace Spaceforge.Scanning;

/// <summary>Findings and a threshold. Findings are sorted by severity, worst first, then by location.</summary>
sealed class ScanResult
{
    const int LoggedFindings = 20;

    readonly string _exceeded;

    public ScanResult(string title, IEnumerable<ScanFinding> findings, Severity threshold, FailMode failMode, SeverityLimits? limits = null)
    {
        Title = title;
        Threshold = threshold;
        FailMode = failMode;
        ScanFinding[] all = [.. findings.Distinct()];
        var counts = Enum.GetValues<Severity>().Where(severity => limits?.IsExceeded(severity, all)
            ?? new ScanFinding(severity, "", "").Reaches(threshold)).ToHashSet();
        _exceeded = string.Concat(limits?.Exceeded(all) ?? []);
        Findings =
        [
            .. all.OrderByDescending(finding => counts.Contains(finding.Severity)).ThenByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line)
                    .ThenBy(finding => finding.Rule, StringComparer.Ordinal),
        ];
        Reached = [.. Findings.TakeWhile(finding => counts.Contains(finding.Severity))];
    }

    public string Title { get; }

    public Severity Threshold { get; }

    public FailMode FailMode { get; }

    public IReadOnlyList<ScanFinding> Findings { get; }

    /// <summary>The findings that reach the threshold.</summary>
    public IReadOnlyList<ScanFinding> Reached { get; }

    /// <summary>What was not scanned.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The number of findings of each severity, worst first.</summary>
    public IEnumerable<(Severity Severity, int Count)> Counts => Enum.GetValues<Severity>().OrderDescending()
        .Select(severity => (severity, Findings.Count(finding => finding.Severity == severity)));

    public string Sentence => Findings.Count == 0 ? $"{Title}: no findings."
        : Reached.Count == 0 ? $"{Title}: {Counted(Findings.Count)}, none of which reaches the threshold {SeverityName.Of(Threshold)}."
        : $"{Title}: {Counted(Findings.Count)}, of which {Reached.Count} {(_exceeded.Length > 0
            ? "count against the run." : $"reach the threshold {SeverityName.Of(Threshold)}.")}{_exceeded}";

    /// <summary>The findings that count, as log lines.</summary>
    public IEnumerable<string> LogLines => Reached.Take(LoggedFindings).Select(Line)
        .Concat(Reached.Count > LoggedFindings ? [$"... and {Reached.Count - LoggedFindings} more"] : []);

    static string Line(ScanFinding finding) => string.Join(
        ' ',
        ((string[])[SeverityName.Of(finding.Severity), ShortText.Of(
            finding.Rule, 100), finding.Place, ShortText.Of(finding.Message, 200)]).Where(part => part.Length > 0));

    static string Counted(int count) => count == 1 ? "1 finding" : $"{count} findings";
}
