using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Scanning.Tests;

/// <summary>What holds for every scanner of the catalog: its tests derive from this class.</summary>
public abstract class ScannerContract(ScannerHarness harness) : IDisposable
{
    protected ScannerHarness Harness => harness;

    /// <summary>The name of the plugin and of its policy input.</summary>
    protected abstract string Name { get; }

    /// <summary>The program that scans.</summary>
    protected virtual string Program => Name;

    string Id => Name.Replace('-', '_');

    /// <summary>The hook that scans.</summary>
    protected abstract Hook Hook { get; }

    /// <summary>What the scanner prints where it finds nothing.</summary>
    protected abstract string Clean { get; }

    /// <summary>What it writes to its standard error when it has finished.</summary>
    protected virtual string Finished => "";

    /// <summary>What it prints for so many findings that reach the threshold.</summary>
    protected abstract string Many(int count);

    public void Dispose()
    {
        Harness.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What else there has to be before the scan.</summary>
    protected virtual void Prepare()
    {
    }

    protected string TestData(string file) => File.ReadAllText(Repository.PathOf("plugins", Name, "testdata", file));

    /// <summary>Runs the hook with what the scanner prints.</summary>
    protected Task<HookOutcome> ScanAsync(string output, int exitCode = 0, string error = "")
    {
        Harness.Commands.Answer(Program, exitCode, output, exitCode == 0 && error.Length == 0 ? Finished : error);
        Prepare();
        return Harness.RunAsync(Hook, TestContext.Current.CancellationToken);
    }

    /// <summary>The arguments of the scan, with blanks between them.</summary>
    protected string Arguments => string.Join(' ', Harness.Commands.Calls[^1].Arguments);

    [Fact]
    public async Task No_finding_leaves_a_report_and_a_policy_input()
    {
        var outcome = await ScanAsync(Clean);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("No findings.", Assert.Single(outcome.Markdown), StringComparison.Ordinal);
        Assert.Equal(0, (int?)outcome.PolicyInputs[Name]["total"]);
        Assert.Equal(0, (int?)outcome.PolicyInputs[Name]["reached"]);
    }

    [Fact]
    public async Task A_crash_fails_the_hook_with_the_words_of_the_scanner()
    {
        var outcome = await ScanAsync("", exitCode: 134, error: "INFO starting\nFATAL out of memory");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("INFO starting", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("out of memory", Last(outcome), StringComparison.Ordinal);
        Assert.Empty(outcome.Markdown);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Fact]
    public async Task Half_a_JSON_fails_the_hook()
    {
        var whole = Many(3);
        var outcome = await ScanAsync(whole[..(whole.Length / 2)], error: "FATAL no space left on device");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("printed incomplete or invalid JSON", Last(outcome), StringComparison.Ordinal);
        Assert.Contains("no space left on device", Last(outcome), StringComparison.Ordinal);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("\"done\"")]
    [InlineData("{\"error\": \"limit reached\"}")]
    [InlineData("null")]
    public async Task JSON_that_is_not_a_result_fails_the_hook(string output)
    {
        var outcome = await ScanAsync(output);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"'{Program}' printed JSON that is not a scan result: ", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Fact]
    public async Task Thousands_of_findings_are_cut_with_a_count()
    {
        Fail(FailMode.Warn);
        var outcome = await ScanAsync(Many(5000));
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("5000 findings, of which 5000 reach", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("The worst 100 are shown; 4900 more are not.", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(outcome.Markdown[0]), 1, 100_000);

        var input = outcome.PolicyInputs[Name];
        Assert.Equal(5000, (int?)input["reached"]);
        Assert.Equal(200, input["findings"]!.AsArray().Count);
        Assert.Equal(4800, (int?)input["omitted"]);
        Assert.InRange(Encoding.UTF8.GetByteCount(input.ToJsonString()), 1, 200_000);
    }

    [Theory]
    [InlineData(FailMode.Fail, 1, "")]
    [InlineData(FailMode.Policy, 0, "The plan policy denies the run.")]
    [InlineData(FailMode.Warn, 0, "The run continues.")]
    public async Task The_fail_mode_decides_about_findings(FailMode mode, int exitCode, string next)
    {
        Fail(mode);
        var outcome = await ScanAsync(Many(2));
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains("2 findings, of which 2 reach the threshold", outcome.Log, StringComparison.Ordinal);
        Assert.Contains(next, outcome.Log, StringComparison.Ordinal);
        // Also where the hook fails, everybody sees why.
        Assert.Single(outcome.Markdown);
        Assert.Equal(mode.ToString().ToLowerInvariant(), (string?)outcome.PolicyInputs[Name]["fail_mode"]);
    }

    [Fact]
    public async Task Some_findings_of_a_severity_can_be_allowed()
    {
        Fail(FailMode.Warn);
        var severity = (string)(await ScanAsync(Many(2))).PolicyInputs[Name]["findings"]![0]!["severity"]!;
        foreach (var (most, reached) in new[] { (2, 0), (1, 2) })
        {
            Harness.Parameters[$"{Id}_at_most"] = $"{severity}={most}";
            Assert.Equal(reached, (int?)(await ScanAsync(Many(2))).PolicyInputs[Name]["reached"]);
        }
    }

    protected void Fail(FailMode mode) => Harness.Parameters[$"{Id}_fail_mode"] = mode.ToString();

    protected void Threshold(Severity threshold) => Harness.Parameters[$"{Id}_threshold"] = threshold.ToString();

    /// <summary>Findings as the policy reads them: <c>HIGH rule file:line resource</c>.</summary>
    protected IReadOnlyList<string> Findings(HookOutcome outcome) =>
        [.. outcome.PolicyInputs[Name]["findings"]!.AsArray()
            .Select(
                finding => $"{Text(finding, "severity")} {Text(finding, "rule")} {Text(finding, "file")}:{finding!["line"]} {Text(finding, "resource")}".TrimEnd())];

    static string Text(JsonNode? finding, string name) => (string)finding![name]!;

    static string Last(HookOutcome outcome) => outcome.Log.TrimEnd().Split('\n')[^1];
}
