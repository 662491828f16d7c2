#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Spaceforge.Scanning@1.0.0
using System.Globalization;
using Spaceforge;
using Spaceforge.Scanning;

return await SpaceforgePlugin.RunAsync<ModuleCoveragePlugin>(args);

/// <summary>What the coverage is compared with.</summary>
enum CoverageMode
{
    /// <summary>The least coverage.</summary>
    Absolute,

    /// <summary>The coverage of another commit.</summary>
    Ratchet,
}

sealed class ModuleCoveragePlugin : ScannerPlugin
{
    // Follows tfcov 0.0.1: arguments, exit codes, JSON.
    const string Release = "https://github.com/spacelift-solutions/tfcov/releases/download/v0.0.1/tfcov_linux";

    public override string Name => "module-coverage";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["testing", "terraform", "opentofu"];
    public override string Description => """
        Measures how much of a Terraform or OpenTofu module its test cases use, with tfcov, in runs of the module.

        Unused variables and branches are shown on the run's page, and passed to the plugin's plan policy.
        """;

    [Parameter("Mode", Id = "module_coverage_mode", Description = "Absolute: the coverage has a minimum. Ratchet: it must not be less than at the base")]
    public CoverageMode Mode { get; init; } = CoverageMode.Absolute;

    [Parameter("Variables", Id = "module_coverage_variables", Description = "The least percentage of input variables that test cases set, in absolute mode")]
    public decimal LeastVariables { get; init; } = 80;

    [Parameter("Branches", Id = "module_coverage_branches", Description = "The least percentage of branches that test cases take both ways, in absolute mode")]
    public decimal LeastBranches { get; init; } = 70;

    [Parameter("Base", Id = "module_coverage_base", Description = "A Git reference to compare with in ratchet mode; leave it empty for the module's branch")]
    public string Base { get; init; } = "";

    public override IReadOnlyList<Binary> Binaries => [new("tfcov") { Amd64 = $"{Release}_amd64.tar.gz", Arm64 = $"{Release}_arm64.tar.gz" }];

    protected override string Title => "Module coverage";

    string Reference => Base.Length > 0 ? Base : RunInfo.StackBranch is { } branch ? $"origin/{branch}" : "HEAD^";

    protected override async Task AfterInitAsync(CancellationToken cancellationToken)
    {
        string[] ratchet = Mode == CoverageMode.Ratchet ? [$"--base-ref={Reference}"] : [];
        var report = (await RunScannerAsync(new("tfcov", ["--spacelift", "--format", "json", .. ratchet, .. MoreArguments])))
            .Requiring("variable_coverage").Requiring("branch_coverage");
        var (variables, branches, before) = (report.Member("variables"), report.Member("branches"), report.Member("base"));

        ScanFinding?[] verdicts = Mode == CoverageMode.Absolute
            ? [Verdict(report, "variable", LeastVariables, "the minimum"), Verdict(report, "branch", LeastBranches, "the minimum")]
            : [Verdict(report, "variable", before.Amount("variable_coverage"), Reference), Verdict(report, "branch", before.Amount("branch_coverage"), Reference)];
        string[] warnings =
        [
            // tfcov goes on without a base that it cannot read.
            .. Mode == CoverageMode.Ratchet && !report.Has("base") ? [$"There is no coverage of {Reference} to compare with."] : (string[])[],
            .. report.List("examples").Count == 0 ? ["The module has no test cases."] : (string[])[],
        ];
        await ReportAsync(
            [
                .. verdicts.OfType<ScanFinding>(),
                .. variables.Texts("uncovered").Select(name => new ScanFinding(Severity.Info, "variable", $"No test case sets {name}.") { Resource = $"var.{name}" }),
                .. branches.List("detail").Where(branch => branch.Text("status") == "uncovered").Select(Branch),
            ],
            warnings);
    }

    static ScanFinding? Verdict(ScannerJson report, string what, decimal? least, string source)
    {
        var coverage = report.Amount($"{what}_coverage") ?? 0;
        return coverage >= least || least is null ? null
            : new ScanFinding(Severity.High, $"{what}-coverage", string.Create(CultureInfo.InvariantCulture, $"{coverage:0.#} % is less than {least:0.#} %, {source}."));
    }

    static ScanFinding Branch(ScannerJson branch)
    {
        var place = branch.Text("location") ?? "";
        var colon = place.LastIndexOf(':');
        var isPlace = int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) && colon > 0;
        return new ScanFinding(Severity.Info, "branch", $"No two test cases differ here: {branch.Text("kind") ?? "a branch"}.")
        {
            File = isPlace ? place[..colon] : place,
            Line = isPlace ? line : 0,
        };
    }
}
