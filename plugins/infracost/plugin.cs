#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Spaceforge.Scanning@1.0.0
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Spaceforge;
using Spaceforge.Scanning;

return await SpaceforgePlugin.RunAsync<InfracostPlugin>(args);

sealed class InfracostPlugin : ToolPlugin
{
    // Follows Infracost 0.10.46: arguments, exit codes, JSON of version 0.2.
    const string Release = "https://github.com/infracost/infracost/releases/download/v0.10.46/infracost-linux";
    const string NoEstimate = "Infracost estimated no project, or returned no total.";
    const int MostRows = 100;
    const int MostInPolicyInput = 200;
    static readonly Regex SupportedVersion = new(@"^Infracost v0\.10\.");

    public override string Name => "infracost";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["cost", "terraform", "opentofu"];
    public override string Description => """
        Estimates the monthly cost of a plan, and how it changes, with Infracost.

        Costs are shown on the run's page, and passed to the plugin's plan policy. Limits are optional.
        """;

    [Parameter("API key", Id = "infracost_api_key", Description = "Key of the Infracost pricing API", Sensitive = true, Variable = "COST_ESTIMATE_API_KEY")]
    public required string ApiKey { get; init; }

    [Parameter("Monthly limit", Id = "infracost_monthly_limit", Description = "The highest monthly cost, in the currency of the estimate; 0 for no limit")]
    public decimal MonthlyLimit { get; init; }

    [Parameter("Increase limit", Id = "infracost_increase_limit", Description = "The highest increase of the monthly cost, in percent; 0 for no limit")]
    public decimal IncreaseLimit { get; init; }

    [Parameter("Fail mode", Id = "infracost_fail_mode", Description = "What happens if a limit is exceeded. Policy: the plan policy denies the run. Fail: the hook fails. Warn: the run continues")]
    public FailMode FailMode { get; init; } = FailMode.Policy;

    [Parameter("Currency", Id = "infracost_currency", Description = "The currency of the estimate, such as EUR")]
    public string Currency { get; init; } = "USD";

    [Parameter("Additional arguments", Id = "infracost_additional_args", Description = "More arguments for infracost breakdown, such as --usage-file usage.yml")]
    public string AdditionalArguments { get; init; } = "";

    public override IReadOnlyList<Binary> Binaries =>
        [new("infracost") { Amd64 = new($"{Release}-amd64.tar.gz", "d0d081cd39b07b2ca5c315830bfc4bcdfb0183b04c19cb18835c154482a2c97b"), Arm64 = $"{Release}-arm64.tar.gz" }];

    public override IReadOnlyList<Policy> Policies =>
    [
        new("infracost", PolicyType.Plan, """
            package spacelift

            cost := input.third_party_metadata.custom.infracost

            deny contains message if {
              some message in cost.exceeded
              cost.fail_mode == "policy"
            }

            warn contains message if {
              some message in cost.exceeded
              cost.fail_mode != "policy"
            }

            warn contains "infracost estimated nothing" if cost.estimated == false

            # Deleting the estimate, or a part of it, must not bypass the policy.
            deny contains "infracost left no estimate" if not complete

            complete if {
              is_array(cost.exceeded)
              is_string(cost.fail_mode)
              is_boolean(cost.estimated)
            }

            sample := true

            """)
        {
            EngineType = PolicyEngineType.RegoV1,
            Labels = ["cost-estimate"],
        },
    ];

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        if (await FindPlanAsync(cancellationToken) is not { } plan) return;

        await RequireVersionAsync();

        // A plan also contains the prior state, so a single breakdown has both and the difference.
        var root = await RunScannerAsync(new("infracost", ["breakdown", "--path", plan, "--format", "json", "--no-color", .. ArgumentText.Split(AdditionalArguments)])
        {
            // Arguments show up in the process list.
            Environment = new Dictionary<string, string?> { ["INFRACOST_API_KEY"] = ApiKey, ["INFRACOST_CURRENCY"] = Currency, ["INFRACOST_SKIP_UPDATE_CHECK"] = "true" },
        });
        var projects = root.Requiring("projects").List("projects");
        // If Infracost cannot read a project, it still exits with 0 and leaves the project out of the total.
        var errors = projects.SelectMany(project => project.Member("metadata").List("errors")).Select(error => error.Text("message")).OfType<string>().ToList();
        if (errors.Count > 0) throw new PluginFailedException($"Infracost could not estimate the whole plan: {string.Join("; ", errors.Take(5))}");

        // Without a total, no limit could ever be exceeded.
        var isWhole = projects.Count > 0 && root.Has("totalMonthlyCost");
        if (!isWhole && (MonthlyLimit > 0 || IncreaseLimit > 0)) throw new PluginFailedException($"{NoEstimate} There is nothing to compare with the limit.");
        if (!isWhole) Logger.LogWarning("{Warning}", NoEstimate);

        var total = new Estimate(root.Text("currency") ?? Currency, root.Amount("pastTotalMonthlyCost") ?? 0, root.Amount("totalMonthlyCost") ?? 0);
        var resources = Resources(projects);
        var unpriced = root.Member("summary").Number("totalUnsupportedResources");
        var exceeded = Exceeded(total).ToList();

        AddToPolicyInput("infracost", PolicyInput(total, resources, unpriced, exceeded, isWhole));
        await SendMarkdownAsync(Report(total, resources, unpriced, isWhole ? exceeded : [NoEstimate]));
        Decide(FailMode, exceeded.Count > 0 ? string.Join(" ", exceeded) : null, $"Infracost: {total.Show(total.Now)} a month, {total.Change}.");
    }

    // The next major version of Infracost has a different command line, and ignores unknown options.
    async Task RequireVersionAsync()
    {
        var version = await RunCliAsync(new CliOptions { PrintOutput = false }, "infracost", "--version");
        if (!version.Output.Any(line => SupportedVersion.IsMatch(line)))
        {
            throw new PluginFailedException(
                $"The infracost on the PATH is '{version.Output.FirstOrDefault() ?? "unknown"}'; this plugin works with Infracost 0.10. Remove it from the image to let the plugin download its own.");
        }
    }

    IEnumerable<string> Exceeded(Estimate total)
    {
        if (MonthlyLimit > 0 && total.Now > MonthlyLimit) yield return $"The monthly estimate of {total.Show(total.Now)} is over the limit of {total.Show(MonthlyLimit)}.";
        if (IncreaseLimit > 0 && total.Percent > IncreaseLimit) yield return $"The increase of {total.Percent.ToString("0.##", CultureInfo.InvariantCulture)} % is over the limit of {IncreaseLimit.ToString("0.##", CultureInfo.InvariantCulture)} %.";
    }

    /// <summary>The cost of each resource before and after, largest change first.</summary>
    static List<Cost> Resources(IReadOnlyList<ScannerJson> projects)
    {
        var (before, after) = (Sum("pastBreakdown"), Sum("breakdown"));
        return
        [
            .. before.Keys.Union(after.Keys).Select(name => new Cost(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))
                .OrderByDescending(cost => Math.Abs(cost.Now - cost.Before)).ThenByDescending(cost => cost.Now).ThenBy(cost => cost.Name, StringComparer.Ordinal),
        ];

        Dictionary<string, decimal> Sum(string breakdown) => projects.SelectMany(project => project.Member(breakdown).List("resources"))
            .GroupBy(resource => resource.Text("name") ?? "", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(resource => resource.Amount("monthlyCost") ?? 0), StringComparer.Ordinal);
    }

    JsonObject PolicyInput(Estimate total, List<Cost> resources, int unpriced, List<string> exceeded, bool isWhole) => new()
    {
        ["currency"] = total.Currency,
        ["monthly_cost"] = total.Now,
        ["past_monthly_cost"] = total.Before,
        ["monthly_increase"] = total.Now - total.Before,
        ["increase_percent"] = total.Percent,
        ["unpriced_resources"] = unpriced,
        ["fail_mode"] = FailMode.ToString().ToLowerInvariant(),
        ["estimated"] = isWhole,
        ["exceeded"] = new JsonArray([.. exceeded.Select(message => (JsonNode)message)]),
        ["resources"] = new JsonArray([.. resources.Take(MostInPolicyInput).Select(cost =>
            new JsonObject { ["name"] = Cut(cost.Name), ["monthly_cost"] = cost.Now, ["past_monthly_cost"] = cost.Before })]),
        ["omitted"] = Math.Max(0, resources.Count - MostInPolicyInput),
    };

    static string Report(Estimate total, List<Cost> resources, int unpriced, List<string> exceeded)
    {
        var report = new MarkdownBuilder().Heading(1, "Infracost");
        foreach (var message in exceeded) report.Paragraph("⚠️ " + MarkdownText.Bold(message));
        report.Table(["", "Before", "After", "Change"], [["Monthly cost", total.Show(total.Before), total.Show(total.Now), total.Change]]);
        if (resources.Count > 0)
        {
            report.Heading(2, "Resources").Table(["Resource", "Before", "After", "Change"], resources.Take(MostRows).Select(cost =>
                (MarkdownText[])[MarkdownText.Code(Cut(cost.Name)), total.Show(cost.Before), total.Show(cost.Now), cost.Now == cost.Before ? "" : total.Signed(cost.Now - cost.Before)]));
        }

        if (resources.Count > MostRows) report.Paragraph($"{resources.Count - MostRows} more resources with smaller changes are not shown.");
        if (unpriced > 0) report.Paragraph($"Infracost has no prices for {unpriced} of the resources.");
        return report.ToString();
    }

    static string Cut(string name) => name.Length <= 300 ? name : $"{name[..300]}…";

    sealed record Cost(string Name, decimal Before, decimal Now);

    sealed record Estimate(string Currency, decimal Before, decimal Now)
    {
        public decimal Percent => Before > 0 ? (Now - Before) / Before * 100 : 0;

        public string Change => Now == Before ? "no change" : $"{Signed(Now - Before)}{(Before > 0 ? $" ({Percent.ToString("+0.#;-0.#;0", CultureInfo.InvariantCulture)} %)" : "")}";

        public string Show(decimal cost) => $"{cost.ToString("#,##0.00", CultureInfo.InvariantCulture)} {Currency}";

        public string Signed(decimal cost) => $"{(cost > 0 ? "+" : "")}{Show(cost)}";
    }
}
