using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Spaceforge.Testing;

namespace Spaceforge.Scanning.Tests;

/// <summary>What a plugin reports, by way of one that is given its findings.</summary>
public sealed class ReportTests : IDisposable
{
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    readonly List<ScanFinding> _findings = [];
    readonly List<string> _atMost = [];
    readonly PluginHarness<GivenPlugin> _harness;

    public ReportTests() => _harness = new(() => new GivenPlugin(_findings, _atMost));

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Hostile_texts_stay_texts()
    {
        _findings.Add(
            new ScanFinding(Severity.High, "a|b\n# Rule",
                "<script>alert(1)</script> | x\r\n\r\n# Head [link](javascript:alert(1)) `code` **bold** @team \e[31m\0")
            {
                File = "weird `dir`|\nfile.tf",
                Line = 3,
                Resource = "aws_s3_bucket.x[\"a|b\"]",
                Link = "javascript:alert(1)",
            });
        var markdown = (await ReportAsync()).Markdown[0];

        var document = Markdig.Markdown.Parse(markdown, Pipeline);
        Assert.Equal(2, document.Descendants<HeadingBlock>().Count());
        Assert.Equal([2, 2], document.Descendants<Table>().Select(table => table.Count));
        var html = Markdig.Markdown.ToHtml(markdown, Pipeline);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<strong>bold", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', markdown);
    }

    [Fact]
    public async Task Hostile_texts_keep_to_one_line_of_the_log()
    {
        _findings.Add(new ScanFinding(Severity.High, "rule", "one\n::add-mask everything\n\e[2Jtwo"));
        var log = (await ReportAsync()).Log;
        Assert.Contains("HIGH rule one ::add-mask everything [2Jtwo", log, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Split('\n'), line => line.StartsWith("::", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Long_texts_are_cut_and_no_character_is_split()
    {
        var emoji = string.Concat(Enumerable.Repeat("😀", 3000));
        _findings.Add(new ScanFinding(Severity.High, emoji, emoji) { File = emoji, Line = 1, Resource = emoji });
        var outcome = await ReportAsync();
        var finding = outcome.PolicyInputs["given"]["findings"]![0]!.AsObject();
        foreach (var member in (string[])["rule", "message", "file", "resource"])
        {
            var text = (string)finding[member]!;
            Assert.EndsWith("😀…", text, StringComparison.Ordinal);
            Assert.InRange(text.Length, 250, 301);
        }

        Assert.InRange(Encoding.UTF8.GetByteCount(outcome.Markdown[0]), 1, 20_000);
    }

    [Fact]
    public async Task The_policy_input_stays_small_whatever_is_in_it()
    {
        _findings.AddRange(Enumerable.Range(1, 3000)
            .Select(
                i => new ScanFinding(Severity.High, $"{i}{new string('r', 9000)}", new string('m', 9000))
                {
                    File = new string('f', 9000),
                    Resource = new string('a', 9000)
                }));
        var outcome = await ReportAsync();
        Assert.InRange(Encoding.UTF8.GetByteCount(outcome.PolicyInputs["given"].ToJsonString()), 1, 300_000);
        Assert.InRange(Encoding.UTF8.GetByteCount(outcome.Markdown[0]), 1, 200_000);
    }

    [Fact]
    public async Task Equal_findings_count_once_and_the_worst_go_first()
    {
        _findings.AddRange(
        [
            new(Severity.Low, "z", "low") { File = "a.tf" },
            new(Severity.High, "b", "second") { File = "b.tf", Line = 2 },
            new(Severity.High, "a", "first") { File = "b.tf", Line = 1 },
            new(Severity.High, "a", "first") { File = "b.tf", Line = 1 },
        ]);
        var input = (await ReportAsync()).PolicyInputs["given"];
        Assert.Equal(["a", "b", "z"], input["findings"]!.AsArray().Select(finding => (string?)finding!["rule"]));
        Assert.Equal((3, 2), ((int)input["total"]!, (int)input["reached"]!));
    }

    [Theory]
    [InlineData("", 2, "2 reach the threshold HIGH.")]
    [InlineData("HIGH=1", 2, "2 count against the run. HIGH: 2, allowed: 1.")]
    [InlineData("high = 2", 0, "none of which")]
    [InlineData("HIGH=2,LOW=0", 1, "1 count against the run. LOW: 1, allowed: 0.")]
    public async Task A_number_of_findings_of_a_severity_can_be_allowed(string atMost, int reached, string sentence)
    {
        _findings.AddRange([new(Severity.High, "a", "x"), new(Severity.High, "b", "y"), new(Severity.Low, "c", "z")]);
        _atMost.AddRange(atMost.Split(',', StringSplitOptions.RemoveEmptyEntries));
        var outcome = await ReportAsync();
        Assert.Equal(reached, (int)outcome.PolicyInputs["given"]["reached"]!);
        Assert.Contains(sentence, outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HIGH")]
    [InlineData("HIGH=-1")]
    [InlineData("3=1")]
    [InlineData("WORST=1")]
    public async Task What_is_no_limit_fails_the_hook(string atMost)
    {
        _atMost.Add(atMost);
        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"'{atMost}' is not a limit", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_says_how_to_fix_it()
    {
        _findings.AddRange([new(Severity.High, "a", "It is open.") { Fix = "Close it | now" }, new(Severity.High, "b", "Other")]);
        var outcome = await ReportAsync();
        Assert.Contains(@"It is open. Fix: Close it \| now", outcome.Markdown[0], StringComparison.Ordinal);
        var findings = outcome.PolicyInputs["given"]["findings"]!.AsArray();
        Assert.Equal("Close it | now", (string?)findings[0]!["fix"]);
        Assert.Null(findings[1]!["fix"]);
    }

    [Fact]
    public async Task Lines_that_are_none_are_left_out()
    {
        _findings.AddRange([new(Severity.High, "a", "") { File = "a.tf", Line = -4, EndLine = 2 }, new(
            Severity.High, "b", "") { File = "b.tf", Line = 5, EndLine = 3 }, new(Severity.High, "c", "") { Line = 5 }]);
        var outcome = await ReportAsync();
        Assert.Contains("| `a.tf` |", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Contains("| `b.tf:5` |", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Equal(0, (int?)outcome.PolicyInputs["given"]["findings"]!.AsArray()
            .Single(finding => (string?)finding!["rule"] == "a")!["line"]);
    }

    [Fact]
    public void The_policy_is_Rego_v1_and_reads_what_the_plugin_writes()
    {
        var policy = Assert.Single(new GivenPlugin().Policies);
        Assert.Equal((PolicyType.Plan, PolicyEngineType.RegoV1), (policy.Type, policy.EngineType));
        foreach (var text in (string[])[
            "input.third_party_metadata.custom[\"given\"]", "deny contains summary if",
            "scan.reached", "scan.fail_mode", "if not complete"])
        {
            Assert.Contains(text, policy.Body, StringComparison.Ordinal);
        }
    }

    async Task<HookOutcome> ReportAsync()
    {
        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
        return outcome;
    }

    sealed class GivenPlugin(IReadOnlyList<ScanFinding> findings, IReadOnlyList<string> atMost) : ScannerPlugin
    {
        public GivenPlugin()
            : this([], [])
        {
        }

        public override string Name => "given";

        protected override Task AfterPlanAsync(CancellationToken cancellationToken) =>
            ReportAsync(findings, Severity.High, FailMode.Policy, atMost: atMost);
    }
}
