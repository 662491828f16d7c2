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

    public override string Name => "checkov";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["security", "terraform", "opentofu"];
    public override string Description => """
        Looks for misconfigurations in Terraform and OpenTofu with Checkov, after each plan.

        Failed checks are shown beside the run with their file and line, and given to the plan policy that comes with the plugin.
        """;

    [Parameter("Threshold", Id = "checkov_threshold", Description = "The least severity that counts against the run; checks without one, as all are without a Prisma Cloud key, always count")]
    public Severity Threshold { get; init; } = Severity.High;

    [Parameter("Fail mode", Id = "checkov_fail_mode", Description = "Policy: the plan policy denies the run. Fail: the hook fails. Warn: the run goes on")]
    public FailMode FailMode { get; init; } = FailMode.Policy;

    [Parameter("Target", Id = "checkov_target", Description = "Plan: what the files come to, with variables and modules filled in. Source: the files alone")]
    public ScanTarget Target { get; init; } = ScanTarget.Plan;

    [Parameter("Prisma Cloud key", Id = "checkov_api_key", Description = "Gives checks their severities; empty to do without", Sensitive = true, Variable = "BC_API_KEY")]
    public string ApiKey { get; init; } = "";

    [Parameter("Prisma Cloud address", Id = "checkov_api_url", Description = "The address of your Prisma Cloud API, such as https://api4.prismacloud.io; empty for the default", Variable = "PRISMA_API_URL")]
    public string ApiAddress { get; init; } = "";

    [Parameter("Upload results", Id = "checkov_upload", Description = "Whether findings are sent to Prisma Cloud, too. Needs a key")]
    public bool Upload { get; init; }

    [Parameter("Repository settings", Id = "checkov_repository_settings", Description = "Whether the repository's .checkov.yaml and skip comments count. Off, such a file fails the run, and skipped checks count as failed")]
    public bool RepositorySettings { get; init; }

    [Parameter("Additional arguments", Id = "checkov_additional_args", Description = "More arguments for checkov, such as --skip-check CKV_AWS_144")]
    public string AdditionalArguments { get; init; } = "";

    public override IReadOnlyList<Binary> Binaries =>
        [new("checkov") { Amd64 = $"{Release}_X86_64.zip", Arm64 = $"{Release}_arm64.zip" }];

    protected override string Title => "Checkov";

    // With a key, Checkov refuses to run without the repository's name.
    IEnumerable<string> PlatformArguments => ApiKey.Length == 0 ? [] :
    [
        "--repo-id", RunInfo.Repository ?? throw new PluginFailedException("The run has no repository, whose name Checkov needs with a Prisma Cloud key. Remove the key."),
        .. RunInfo.CommitBranch is { } branch ? (string[])["--branch", branch] : [],
        .. Upload ? (string[])[] : ["--skip-results-upload"],
    ];

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        RefuseSettings(RepositorySettings, "checkov_repository_settings", ".checkov.yaml", ".checkov.yml");
        var plan = Target == ScanTarget.Plan ? await FindPlanAsync(cancellationToken) : null;
        if (Target == ScanTarget.Plan && plan is null) return;

        string[] target = plan is not null
            // With the root, findings in a plan get the files and lines of the source, and its skip comments count.
            ? ["--framework", "terraform_plan", "--file", plan, "--repo-root-for-plan-enrichment", "."]
            // The plan beside the source would say everything again.
            : ["--directory", ".", "--skip-path", "spacelift.plan.json"];
        var report = await RunScannerAsync(new("checkov", ["--output", "json", "--compact", "--soft-fail", .. target, .. PlatformArguments, .. ArgumentText.Split(AdditionalArguments)])
        {
            // Failed checks do not change the exit code, except those of 'hard-fail-on' in the repository's settings.
            ExitCodes = [0, 1],
            Environment = new Dictionary<string, string?>
            {
                // An empty key would be one that is wrong.
                ["BC_API_KEY"] = ApiKey.Length > 0 ? ApiKey : null,
                ["PRISMA_API_URL"] = ApiAddress.Length > 0 ? ApiAddress : null,
            },
        });

        // One object for each framework that has results, alone where there is one; where none has, one object that only counts.
        if (report.Items.Count == 0) throw new PluginFailedException("Checkov printed an empty list: it looked at nothing.");

        var frameworks = report.Items.Where(result => !result.Has("passed")).ToList();
        var results = frameworks.Select(result => result.Requiring("results").Member("results")).ToList();
        var unread = results.Sum(result => result.List("parsing_errors").Count);
        if (frameworks.Zip(results).Any(pair => pair.First.Text("check_type") == "terraform_plan" && pair.Second.List("parsing_errors").Count > 0)) throw new PluginFailedException("Checkov could not read the plan, so nothing was checked.");

        string[] warnings =
        [
            .. results.Count == 0 ? ["Checkov found nothing that it can check: no resource was looked at."] : (string[])[],
            .. unread > 0 ? [$"Checkov could not read {unread} files, and does not know what is in them."] : (string[])[],
        ];

        // A skip comment is the repository's word, and a pull request's.
        var skipped = RepositorySettings ? [] : results.SelectMany(result => result.List("skipped_checks")).ToList();
        if (skipped.Count > 0) Logger.LogWarning("{Count} checks are skipped by comments in the source, and count as failed.", skipped.Count);

        await ReportAsync(results.SelectMany(result => result.List("failed_checks")).Concat(skipped).Select(Finding), Threshold, FailMode, warnings);
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
