#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Spaceforge.Scanning@1.0.0
using Spaceforge;
using Spaceforge.Scanning;

return await SpaceforgePlugin.RunAsync<TrivyPlugin>(args);

sealed class TrivyPlugin : ScannerPlugin
{
    // Follows Trivy 0.75.0: arguments, exit codes, JSON.
    const string Release = "https://github.com/aquasecurity/trivy/releases/download/v0.75.0/trivy_0.75.0_Linux";

    public override string Name => "trivy";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["security", "terraform", "opentofu"];
    public override string Description => """
        Looks for misconfigurations in Terraform and OpenTofu with Trivy, after each plan.

        Findings are shown on the run's page with file and line, and passed to the plugin's plan policy.
        """;

    [Parameter("Target", Id = "trivy_target", Description = "Source: scans the source files, so findings have their lines. Plan: scans the plan, with variables and modules resolved")]
    public ScanTarget Target { get; init; } = ScanTarget.Source;

    [Parameter("Repository settings", Id = "trivy_repository_settings", Description = "Whether to accept the repository's trivy.yaml and .trivyignore. If off, such a file fails the run")]
    public bool RepositorySettings { get; init; }

    public override IReadOnlyList<Binary> Binaries =>
    [
        new("trivy")
        {
            Amd64 = new($"{Release}-64bit.tar.gz", "c6e65abddb348e25f10549df887045629cf28cc72453cd1c63acb717316b3f3f"),
            Arm64 = new($"{Release}-ARM64.tar.gz", "a1ee9f6ffb7d112b64ff726a2a0717c21175c1114361391f4a132956751a13b3"),
        },
    ];

    protected override string Title => "Trivy";

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        RefuseSettings(RepositorySettings, "trivy_repository_settings", "trivy.yaml", ".trivyignore", ".trivyignore.yaml");
        // When scanning the source, the plan in the same folder would repeat every finding, without lines.
        var plan = Target == ScanTarget.Plan ? await FindPlanAsync(cancellationToken) : null;
        if (Target == ScanTarget.Plan && plan is null) return;

        string[] target = plan is not null ? [plan] : ["--skip-files", "spacelift.plan.json,spacelift.plan,spacelift.state.before.json", "."];
        // Findings do not change the exit code: a trivy.yaml in the repository could say otherwise.
        var report = await RunScannerAsync(new(
            "trivy",
            ["config", "--format", "json", "--exit-code", "0", "--skip-version-check", "--disable-telemetry", .. MoreArguments, .. target]));

        var results = report.Requiring("SchemaVersion").List("Results");
        string[] warnings = results.Count > 0 ? [] : ["Trivy found nothing to check: no file was scanned."];
        var findings =
            from result in results
            from found in result.List("Misconfigurations")
            where found.Text("Status") is null or "FAIL"
            // A plan has no files: the locations that Trivy reports do not exist.
            select plan is null ? Finding(result.Text("Target"), found) : Finding(null, found) with { Line = 0, EndLine = 0 };
        await ReportAsync(findings, warnings);
    }

    static ScanFinding Finding(string? file, ScannerJson found)
    {
        var cause = found.Member("CauseMetadata");
        return new ScanFinding(SeverityName.Parse(found.Text("Severity")), found.Text("ID") ?? "", found.Text("Message") ?? found.Text("Title") ?? "")
        {
            // The target "." means that the finding belongs to no file.
            File = file == "." ? null : file,
            Line = cause.Number("StartLine"),
            EndLine = cause.Number("EndLine"),
            Resource = cause.Text("Resource"),
            Link = found.Text("PrimaryURL"),
            Fix = found.Text("Resolution"),
        };
    }
}
