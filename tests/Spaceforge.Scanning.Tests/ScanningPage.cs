namespace Spaceforge.Scanning.Tests;

/// <summary>What docs/scanning.md shows, so that it compiles.</summary>
public sealed class ScanningPage : ScannerPlugin
{
    public override string Name => "my-scanner";

    [Parameter("Threshold", Id = "my_scanner_threshold", Description = "The lowest severity that counts against the run")]
    public Severity Threshold { get; init; } = Severity.High;

    [Parameter("Fail mode", Id = "my_scanner_fail_mode", Description = "What happens to a run with findings that count")]
    public FailMode FailMode { get; init; } = FailMode.Policy;

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        var report = await RunScannerAsync(new("my-scanner", "--format", "json", ".") { ExitCodes = [0, 2] });
        var findings = report.Requiring("issues").List("issues").Select(issue => new ScanFinding(SeverityName.Parse(issue.Text("severity")), issue.Text("rule") ?? "", issue.Text("message") ?? "")
        {
            File = issue.Text("file"),
            Line = issue.Number("line"),
        });
        await ReportAsync(findings, Threshold, FailMode);
    }
}
