namespace Spaceforge.Scanning.Tests;

/// <summary>What docs/scanning.md shows, so that it compiles.</summary>
public sealed class ScanningPage : ScannerPlugin
{
    public override string Name => "my-scanner";

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        var report = await RunScannerAsync(new("my-scanner", ["--format", "json", .. MoreArguments, "."]) { ExitCodes = [0, 2] });
        var findings = report.Requiring("issues").List("issues").Select(issue => new ScanFinding(SeverityName.Parse(issue.Text("severity")), issue.Text("rule") ?? "", issue.Text("message") ?? "")
        {
            File = issue.Text("file"),
            Line = issue.Number("line"),
        });
        await ReportAsync(findings);
    }
}
