using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Spaceforge.Scanning;

/// <summary>A plugin that runs a scanner, reports what it finds, and lets a threshold decide about the run.</summary>
/// <remarks>
/// <code>
/// protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
/// {
///     var report = await RunScannerAsync(new("scanner", "--format", "json"));
///     var findings = report.List("findings").Select(found => new ScanFinding(Severity.High, found.Text("rule") ?? "", found.Text("text")
/// ?? ""));
///     await ReportAsync(findings, Threshold, FailMode);
/// }
/// </code>
/// </remarks>
public abstract class ScannerPlugin : SpaceforgePlugin
{
    const int ShownErrors = 50;
    const int LongestLine = 1000;

    /// <summary>A plan policy that denies, or warns, by what <see cref="ReportAsync"/> left in the policy input.</summary>
    public override IReadOnlyList<Policy> Policies => [ScanPolicy.For(Name)];

    /// <summary>What the scanner calls itself, at the head of the report. Default: the plugin's name.</summary>
    protected virtual string Title => Name;

    /// <summary>
    /// What may be shown of a line that the scanner wrote to its standard error; null for nothing. Default: all of it, secrets of the
    /// run masked. A scanner for secrets shows less.
    /// </summary>
    /// <param name="line">The line.</param>
    protected virtual string? Disclose(string line) => line;

    /// <summary>Runs a scanner that prints JSON, and reads what it printed.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="PluginFailedException">It ended with another exit code, or printed nothing, half a JSON, or something
    /// else.</exception>
    protected async Task<ScannerJson> RunScannerAsync(ScannerCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var result = await RunAsync(command);
        var json = string.Join('\n', result.Output);
        return string.IsNullOrWhiteSpace(json) ? throw Failed(command, result, "printed nothing") : Read(command, result, json, "");
    }

    /// <summary>Runs a scanner that prints one JSON to a line, and reads those lines; blank ones are left out.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="PluginFailedException">
    /// It ended with another exit code, printed a line that is no JSON, or printed nothing and did not say that it had finished.
    /// </exception>
    protected async Task<IReadOnlyList<ScannerJson>> RunLineScannerAsync(ScannerCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var result = await RunAsync(command);
        var lines = result.Output.Index().Where(line => !string.IsNullOrWhiteSpace(line.Item))
            .Select(line => Read(command, result, line.Item, $" in line {line.Index + 1}")).ToList();
        if (command.Finished is { } finished && result.Error.Any(line => line.Contains(finished, StringComparison.Ordinal))) return lines;

        if (lines.Count == 0) throw Failed(command, result, "printed nothing, and did not say that it had finished");
        if (command.Finished is not null)
        {
            Logger.LogWarning("{Program} did not say that it had finished: there may be more.", command.Program);
        }

        return lines;
    }

    /// <summary>
    /// Reports findings: as Markdown beside the run, in the log, and as the policy input that bears the plugin's name. Those that reach
    /// the threshold then fail the hook, or are left to the plan policy.
    /// </summary>
    /// <param name="findings">The findings, in any order; equal ones count once.</param>
    /// <param name="threshold">The least severity that counts.</param>
    /// <param name="failMode">What becomes of the run where one counts.</param>
    /// <param name="warnings">What the scanner did not look at: nobody takes the result for more than it is.</param>
    /// <exception cref="PluginFailedException">A finding counts, and the mode is <see cref="FailMode.Fail"/>.</exception>
    protected async Task ReportAsync(
        IEnumerable<ScanFinding> findings, Severity threshold, FailMode failMode, IReadOnlyList<string>? warnings = null)
    {
        var scan = new ScanResult(Title, findings, threshold, failMode) { Warnings = warnings ?? [] };
        AddToPolicyInput(Name, ScanPolicyInput.Of(scan));
        await SendMarkdownAsync(ScanReport.Of(scan));
        foreach (var warning in scan.Warnings) Logger.LogWarning("{Warning}", warning);
        foreach (var line in scan.LogLines) Logger.LogWarning("{Finding}", line);
        Decide(failMode, scan.Reached.Count > 0 ? scan.Sentence : null, scan.Sentence);
    }

    /// <summary>Ends a check: fails the hook, warns, or says that all is well.</summary>
    /// <param name="failMode">What becomes of the run where something is wrong.</param>
    /// <param name="problem">What is wrong, or null.</param>
    /// <param name="otherwise">What is said where nothing is.</param>
    /// <exception cref="PluginFailedException">Something is wrong, and the mode is <see cref="FailMode.Fail"/>.</exception>
    protected void Decide(FailMode failMode, string? problem, string otherwise)
    {
        if (problem is null) Logger.LogInformation("{Summary}", otherwise);
        else if (failMode == FailMode.Fail) throw new PluginFailedException(problem);
        else Logger.LogWarning("{Problem} {Next}", problem, failMode == FailMode.Policy
            ? "The plan policy denies the run." : "The run goes on.");
    }

    /// <summary>
    /// The path of the run's plan in JSON, for scanners that read the file. A stack of another vendor has none: it is left alone, and the
    /// log says so.
    /// </summary>
    /// <param name="cancellationToken">Stops the tool that shows the plan.</param>
    /// <returns>The path, from the project's folder or a full one; null if there is nothing to scan.</returns>
    /// <exception cref="PluginFailedException">There is no plan, and the stack may be one of Terraform, OpenTofu or Terragrunt.</exception>
    protected async Task<string?> FindPlanAsync(CancellationToken cancellationToken = default)
    {
        // What the files say about the vendor only counts where the platform has made no plan: a pull request can add files.
        if (await GetPlanFileAsync(cancellationToken) is { } file)
            return Path.GetDirectoryName(file) == ProjectFolder ? Path.GetFileName(file) : file;

        if (Vendor is StackVendor.Terraform or StackVendor.Terragrunt or StackVendor.Unknown)
        {
            throw new PluginFailedException(
                "There is no plan to scan. Stacks of Terraform, OpenTofu and Terragrunt have one from after_plan on.");
        }

        Logger.LogWarning("Nothing was scanned: this is a {Vendor} stack, which has no Terraform plan.", Vendor);
        return null;
    }

    /// <summary>
    /// Fails the hook where the repository has settings of the scanner, by which whoever opens a pull request could skip checks, fetch
    /// plugins or run code. For scanners that read such files whether they are asked to or not.
    /// </summary>
    /// <param name="trusted">Whether the installer trusts the repository's settings; then nothing is refused.</param>
    /// <param name="parameter">The id of the parameter that says so.</param>
    /// <param name="files">The files that the scanner would read, from the project's folder.</param>
    /// <exception cref="PluginFailedException">One of them exists.</exception>
    protected void RefuseSettings(bool trusted, string parameter, params IReadOnlyList<string> files)
    {
        if (trusted) return;

        // A link, a folder or a FIFO of that name is one, too: what the scanner makes of it is not known.
        if (files.FirstOrDefault(file => Exists(Path.Combine(ProjectFolder, file))) is { } found)
        {
            throw new PluginFailedException(
                $"The repository has {found}, which can skip checks or run code. Remove it, or trust the repository's settings: {parameter} = true.");
        }

        static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;
    }

    async Task<CliResult> RunAsync(ScannerCommand command)
    {
        var options = new CliOptions { PrintOutput = false, ExpectedExitCodes = command.ExitCodes, Environment = command.Environment };
        var result = await RunCliAsync(options, command.Program, command.Arguments);
        if (!command.ExitCodes.Contains(result.ExitCode)) throw Failed(command, result, $"exited with {result.ExitCode}");
        var isIncomplete = command.IsError is { } isError && result.Error.Any(isError);
        return isIncomplete ? throw Failed(command, result, "did not scan everything") : result;
    }

    ScannerJson Read(ScannerCommand command, CliResult result, string json, string place)
    {
        try
        {
            return new ScannerJson(command, result.ExitCode, "$", JsonElement.Parse(json));
        }
        catch (JsonException)
        {
            // Its message could quote what the scanner printed.
            throw Failed(command, result, $"printed no whole JSON{place}");
        }
    }

    /// <summary>Shows the end of what the scanner said, the last line of it in the message too.</summary>
    PluginFailedException Failed(ScannerCommand command, CliResult result, string what)
    {
        var lines = result.Error.Where(line => line.Length > 0).TakeLast(ShownErrors).Select(Disclose).OfType<string>()
            .Select(line => ShortText.Of(line, LongestLine)).Where(line => line.Length > 0).ToList();
        foreach (var line in lines) Logger.LogError("{Line}", line);
        return new PluginFailedException($"'{command.Program}' {what}{(lines.Count > 0 ? $": {ShortText.Of(lines[^1], 300)}" : ", and said nothing about it.")}");
    }
}
