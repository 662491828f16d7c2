#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Spaceforge.Scanning@1.0.0
using Spaceforge;
using Spaceforge.Scanning;

return await SpaceforgePlugin.RunAsync<WizPlugin>(args);

sealed class WizPlugin : ScannerPlugin
{
    // Follows the documentation of Wiz CLI 0.94.0: arguments, exit codes, JSON. A Wiz account is needed to run it.
    const string Release = "https://downloads.wiz.io/wizcli/0.94.0/wizcli-linux";

    public override string Name => "wiz";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["security", "terraform", "opentofu"];
    public override string Description => """
        Looks for misconfigurations and secrets in the source with Wiz CLI, before each plan.

        Findings are shown on the run's page with file and line, and passed to the plugin's plan policy.
        """;

    [Parameter("Client ID", Id = "wiz_client_id", Description = "Of a Wiz service account that may run scans", Sensitive = true, Variable = "WIZ_CLIENT_ID")]
    public required string ClientId { get; init; }

    [Parameter("Client secret", Id = "wiz_client_secret", Description = "Of the service account", Sensitive = true, Variable = "WIZ_CLIENT_SECRET")]
    public required string ClientSecret { get; init; }

    [Parameter("Policies", Id = "wiz_policies", Description = "The Wiz policies to apply; leave it empty for the account's default")]
    public IReadOnlyList<string> WizPolicies { get; init; } = [];

    [Parameter("Repository settings", Id = "wiz_repository_settings", Description = "Whether to accept the repository's .wiz file, which can ignore rules. If off, such a file fails the run")]
    public bool RepositorySettings { get; init; }

    public override IReadOnlyList<Binary> Binaries => [new("wizcli") { Amd64 = $"{Release}-amd64", Arm64 = $"{Release}-arm64" }];

    protected override string Title => "Wiz";

    protected override async Task BeforePlanAsync(CancellationToken cancellationToken)
    {
        RefuseSettings(RepositorySettings, "wiz_repository_settings", ".wiz");
        // It reads the client's id and secret from its environment. Without them, it would wait for a browser.
        var (exitCode, _, _) = await RunCliAsync(new CliOptions { TimeLimit = TimeSpan.FromMinutes(2) }, "wizcli", "auth");
        if (exitCode != 0) throw new PluginFailedException($"'wizcli auth' exited with {exitCode}: check the client ID and the client secret.");

        // 4: a Wiz policy does not pass. The threshold decides here.
        var report = await RunScannerAsync(new(
            "wizcli",
            [
                "iac", "scan", "--path", ".", "--format", "json", "--no-style", "--no-color", "--no-telemetry",
                .. WizPolicies.SelectMany(policy => (string[])["--policy", policy]), .. MoreArguments,
            ])
        { ExitCodes = [0, 4] });

        var result = report.Requiring("result").Member("result").Requiring("scanStatistics");
        var state = report.Member("status").Text("state");
        if (state != "SUCCESS") throw new PluginFailedException($"Wiz did not complete the scan: its state is {state ?? "unknown"}.");

        var statistics = result.Member("scanStatistics");
        var failed = statistics.Number("queriesExecutionFailed");
        string[] warnings =
        [
            .. statistics.Number("filesParsed") == 0 ? ["Wiz found nothing to check: no file was read."] : (string[])[],
            .. failed > 0 ? [$"Wiz could not run {failed} {(failed == 1 ? "check" : "checks")}."] : (string[])[],
        ];
        var findings =
            from rule in result.List("ruleMatches")
            from match in rule.List("matches")
            select Finding(rule, match, report.Text("reportUrl"));
        await ReportAsync([.. findings, .. result.List("secrets").Select(Secret)], warnings);
    }

    static ScanFinding Finding(ScannerJson rule, ScannerJson match, string? report) =>
        new(SeverityName.Parse(rule.Text("severity")), rule.Member("rule").Text("id") ?? "", rule.Member("rule").Text("name") ?? "")
        {
            File = match.Text("fileName"),
            Line = match.Number("lineNumber"),
            Resource = match.Text("resourceName"),
            Fix = match.Text("expected"),
            Link = report,
        };

    // Its description can contain a part of the secret.
    static ScanFinding Secret(ScannerJson secret) => new(Severity.High, "secret", $"A secret: {secret.Text("type") ?? "unknown kind"}")
    {
        File = secret.Text("path"),
        Line = secret.Number("lineNumber"),
    };
}
