using Microsoft.Extensions.Logging;

namespace Spaceforge.Scanning;

/// <summary>
/// Base class for plugins that run a scanner, report its findings, and apply a threshold to the run. It declares the parameters
/// for that.
/// </summary>
/// <remarks>
/// <code>
/// protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
/// {
///     var report = await RunScannerAsync(new("scanner", "--format", "json"));
///     var findings = report.List("findings").Select(found =>
///         new ScanFinding(Severity.High, found.Text("rule") ?? "", found.Text("text") ?? ""));
///     await ReportAsync(findings);
/// }
/// </code>
/// </remarks>
public abstract class ScannerPlugin : ToolPlugin
{
    /// <summary>The lowest severity that counts against the run. Default: high; a constructor can set another one.</summary>
    [Parameter("Threshold", Id = "{name}_threshold", Description = "The lowest severity that counts against the run")]
    public Severity Threshold { get; init; } = Severity.High;

    /// <summary>What happens to a run with findings that count. Default: the plan policy decides.</summary>
    [Parameter(
        "Fail mode", Id = "{name}_fail_mode",
        Description = "Policy: the plan policy denies the run. Fail: the hook fails. Warn: the run continues")]
    public FailMode FailMode { get; init; } = FailMode.Policy;

    /// <summary>How many findings of a severity are allowed, such as <c>MEDIUM=10</c>, whatever the threshold is. Default: none.</summary>
    [Parameter(
        "At most", Id = "{name}_at_most",
        Description = "How many findings of a severity are allowed, whatever the threshold is, such as HIGH=3, MEDIUM=10")]
    public IReadOnlyList<string> AtMost { get; init; } = [];

    /// <summary>More arguments for the scanner, as one text; see <see cref="MoreArguments"/>. Default: none.</summary>
    [Parameter("Additional arguments", Id = "{name}_additional_args", Description = "More arguments for {name}, separated by spaces")]
    public string AdditionalArguments { get; init; } = "";

    /// <summary>A plan policy that denies or warns based on the policy input written by <c>ReportAsync</c>.</summary>
    public override IReadOnlyList<Policy> Policies => [ScanPolicy.For(Name)];

    /// <summary><see cref="AdditionalArguments"/>, split like a shell splits them, without a shell.</summary>
    /// <exception cref="PluginFailedException">A quote is not closed.</exception>
    protected IReadOnlyList<string> MoreArguments => ArgumentText.Split(AdditionalArguments);

    /// <summary>
    /// Reports findings with <see cref="Threshold"/>, <see cref="FailMode"/> and <see cref="AtMost"/> as the installer set them.
    /// </summary>
    /// <param name="findings">The findings, in any order; duplicates count once.</param>
    /// <param name="warnings">What was not scanned.</param>
    /// <exception cref="PluginFailedException">A finding counts, and the mode is <see cref="FailMode.Fail"/>.</exception>
    protected Task ReportAsync(IEnumerable<ScanFinding> findings, IReadOnlyList<string>? warnings = null) =>
        ReportAsync(findings, Threshold, FailMode, warnings, AtMost);

    /// <summary>
    /// Reports findings as Markdown on the run's page, in the log, and as policy input under the plugin's name. Those that reach
    /// the threshold then fail the hook or are left to the plan policy, depending on the fail mode.
    /// </summary>
    /// <param name="findings">The findings, in any order; duplicates count once.</param>
    /// <param name="threshold">The lowest severity that counts.</param>
    /// <param name="failMode">What happens to the run if a finding counts.</param>
    /// <param name="warnings">What was not scanned.</param>
    /// <param name="atMost">
    /// How many findings of a severity are allowed, for example <c>MEDIUM=10</c>. If there are more, all of them count; otherwise, none
    /// does, whatever the threshold is. Default: the threshold alone decides.
    /// </param>
    /// <exception cref="PluginFailedException">A finding counts, and the mode is <see cref="FailMode.Fail"/>.</exception>
    protected async Task ReportAsync(
        IEnumerable<ScanFinding> findings, Severity threshold, FailMode failMode, IReadOnlyList<string>? warnings = null,
        IReadOnlyList<string>? atMost = null)
    {
        var scan = new ScanResult(Title, findings, threshold, failMode, new SeverityLimits(atMost ?? [])) { Warnings = warnings ?? [] };
        AddToPolicyInput(Name, ScanPolicyInput.Of(scan));
        await SendMarkdownAsync(ScanReport.Of(scan));
        foreach (var warning in scan.Warnings) Logger.LogWarning("{Warning}", warning);
        foreach (var line in scan.LogLines) Logger.LogWarning("{Finding}", line);
        Decide(failMode, scan.Reached.Count > 0 ? scan.Sentence : null, scan.Sentence);
    }
}
