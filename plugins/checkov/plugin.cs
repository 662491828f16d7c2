#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Spaceforge.Scanning@1.0.0
using Microsoft.Extensions.Logging;
using Spaceforge;
using Spaceforge.Scanning;

return await SpaceforgePlugin.RunAsync<CheckovPlugin>(args);

sealed class CheckovPlugin : ScannerPlugin
{
    // Follows Checkov 3.3.9: arguments, exit codes, JSON.
    const string Release = "https://github.com/bridgecrewio/checkov/releases/download/3.3.9/checkov_linux";

    // The download needs glibc, which Spacelift's default image does not have; that image has Python.
    static readonly PythonTools Package = new("checkov==3.3.9");

    public override string Name => "checkov";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["security", "terraform", "opentofu"];
    public override string Description => """
        Looks for misconfigurations in Terraform and OpenTofu with Checkov, after each plan.

        Failed checks are shown on the run's page with file and line, and passed to the plugin's plan policy.
        """;

    [Parameter("Target", Id = "checkov_target", Description = "Plan: scans the plan, with variables and modules resolved. Source: scans only the source files")]
    public ScanTarget Target { get; init; } = ScanTarget.Plan;

    [Parameter("Prisma Cloud key", Id = "checkov_api_key", Description = "Needed for severities; leave it empty to do without", Sensitive = true, Variable = "BC_API_KEY")]
    public string ApiKey { get; init; } = "";

    [Parameter("Prisma Cloud address", Id = "checkov_api_url", Description = "The URL of your Prisma Cloud API, such as https://api4.prismacloud.io; leave it empty for the default", Variable = "PRISMA_API_URL")]
    public string ApiAddress { get; init; } = "";

    [Parameter("Upload results", Id = "checkov_upload", Description = "Whether findings are also sent to Prisma Cloud. Needs a key")]
    public bool Upload { get; init; }

    [Parameter("Repository settings", Id = "checkov_repository_settings", Description = "Whether to accept the repository's .checkov.yaml and skip comments. If off, such a file fails the run, and skipped checks count as failed")]
    public bool RepositorySettings { get; init; }

    public override IReadOnlyList<Binary> Binaries =>
        [new("checkov") { Amd64 = $"{Release}_X86_64.zip", Arm64 = $"{Release}_arm64.zip" }];

    protected override string Title => "Checkov";

    // With a key, Checkov requires the repository's name.
    IEnumerable<string> PlatformArguments => ApiKey.Length == 0 ? [] :
    [
        "--repo-id", RunInfo.Repository ?? throw new PluginFailedException("Checkov needs the repository's name with a Prisma Cloud key, but the run has no repository. Remove the key."),
        .. RunInfo.CommitBranch is { } branch ? (string[])["--branch", branch] : [],
        .. Upload ? (string[])[] : ["--skip-results-upload"],
    ];

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        RefuseSettings(RepositorySettings, "checkov_repository_settings", ".checkov.yaml", ".checkov.yml");
        var plan = Target == ScanTarget.Plan ? await FindPlanAsync(cancellationToken) : null;
        if (Target == ScanTarget.Plan && plan is null) return;

        await Package.InstallIfMissingAsync("checkov", Services, cancellationToken);
        string[] target = plan is not null
            // With the root, findings in a plan get the files and lines of the source, and its skip comments count.
            ? ["--framework", "terraform_plan", "--file", plan, "--repo-root-for-plan-enrichment", "."]
            // The plan in the same folder would repeat every finding.
            : ["--directory", ".", "--skip-path", "spacelift.plan.json"];
        var report = await RunScannerAsync(new("checkov", ["--output", "json", "--compact", "--soft-fail", .. target, .. PlatformArguments, .. MoreArguments])
        {
            // Failed checks do not change the exit code, except those of 'hard-fail-on' in the repository's settings.
            ExitCodes = [0, 1],
            Environment = new Dictionary<string, string?>
            {
                // An empty key would be an invalid key.
                ["BC_API_KEY"] = ApiKey.Length > 0 ? ApiKey : null,
                ["PRISMA_API_URL"] = ApiAddress.Length > 0 ? ApiAddress : null,
            },
        });

        // A list with an object for each framework that has results, a single object if there is only one, or only counts if there is none.
        if (report.Items.Count == 0) throw new PluginFailedException("Checkov printed an empty list: nothing was scanned.");

        var frameworks = report.Items.Where(result => !result.Has("passed")).ToList();
        var results = frameworks.Select(result => result.Requiring("results").Member("results")).ToList();
        var unread = results.Sum(result => result.List("parsing_errors").Count);
        if (frameworks.Zip(results).Any(pair => pair.First.Text("check_type") == "terraform_plan" && pair.Second.List("parsing_errors").Count > 0)) throw new PluginFailedException("Checkov could not read the plan, so nothing was checked.");

        string[] warnings =
        [
            .. results.Count == 0 ? ["Checkov found nothing to check: no resource was scanned."] : (string[])[],
            .. unread > 0 ? [$"Checkov could not read {unread} {(unread == 1 ? "file" : "files")}: not checked."] : (string[])[],
        ];

        // A pull request can add skip comments.
        var skipped = RepositorySettings ? [] : results.SelectMany(result => result.List("skipped_checks")).ToList();
        if (skipped.Count > 0) Logger.LogWarning("{Count} checks are skipped by comments in the source and count as failed.", skipped.Count);

        await ReportAsync(results.SelectMany(result => result.List("failed_checks")).Concat(skipped).Select(Finding), warnings);
    }

    static ScanFinding Finding(ScannerJson check)
    {
        var lines = check.Numbers("file_line_range");
        return new ScanFinding(SeverityName.Parse(check.Text("severity")), check.Text("check_id") ?? "", check.Text("check_name") ?? "")
        {
            File = check.Text("file_path")?.TrimStart('/'),
            Line = lines.Count > 0 ? lines[0] : 0,
            EndLine = lines.Count > 1 ? lines[1] : 0,
            Resource = check.Text("resource"),
            Link = check.Text("guideline"),
        };
    }
}
