using System.Text.Json.Nodes;
using Spaceforge.Scanning.Tests;
using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hook of the plugin, with TruffleHog's output from testdata.</summary>
public sealed class TruffleHogTests() : ScannerContract(ScannerHarness.Of<TruffleHogPlugin>())
{
    /// <summary>Every secret in testdata, and parts of them that would be enough.</summary>
    static readonly string[] Secrets =
        ["AKIAIOSFODNN7", "wJalrXUtnFEMI", "K7MDENG", "bPxRfiCYEXAMPLEKEY", "MIIBOgIBAAJB", "KUpRKfFLfRYC", "BEGIN RSA", "hunter2", "admin", "ghs_16C7", "howtorotate", "123456789012"];

    protected override string Name => "trufflehog";

    protected override Hook Hook => Hook.BeforeInit;

    protected override string Clean => "";

    protected override string Finished =>
        "{\"level\":\"info-0\",\"ts\":\"2026-10-05T07:12:44Z\",\"logger\":\"trufflehog\",\"msg\":\"finished scanning\",\"chunks\":3}";

    protected override string Many(int count) => string.Join('\n', Enumerable.Range(1, count).Select(i => Found($"file{i}.tf", "Github", verified: true, $"ghp_0123456789abcdef{i}")));

    [Fact]
    public async Task Findings_have_their_kind_and_place()
    {
        Fail(FailMode.Policy);
        var outcome = await ScanAsync(TestData("findings.jsonl"));
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(["CRITICAL AWS main.tf:7", "HIGH PrivateKey keys/id_rsa:1", "MEDIUM Postgres app/config.yml:12"], Findings(outcome));
        Assert.Equal(2, (int?)outcome.PolicyInputs["trufflehog"]["reached"]);
        Assert.Contains(
            "Revoke and rotate it, then remove it from the source.", outcome.PolicyInputs["trufflehog"].ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("is in use: a service has accepted it", outcome.Markdown[0], StringComparison.Ordinal);
        AssertNoSecret(outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"level\":\"info-0\",\"logger\":\"trufflehog\",\"msg\":\"running source\"}")]
    [Attack("tool output", "the secret scanner exits with 0, prints nothing and does not report that it finished", "the hook fails")]
    public async Task A_scanner_that_did_not_look_is_not_one_that_found_nothing(string error)
    {
        Harness.Commands.Answer(Name, 0, "", error);
        var outcome = await Harness.RunAsync(Hook, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'trufflehog' printed nothing and did not report that it finished", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Fact]
    [Attack("repository", "hides a secret in .terraform, which the repository controls before init", "it is found")]
    public async Task A_secret_in_the_folder_of_Terraform_is_found()
    {
        Fail(FailMode.Policy);
        var outcome = await ScanAsync(Found(".terraform/modules/app/main.tf", "Github", verified: true, "ghp_0123456789abcdef"));
        Assert.Equal(1, (int?)outcome.PolicyInputs["trufflehog"]["reached"]);
        Assert.DoesNotContain(".terraform", Arguments, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Severity.Critical, 1)]
    [InlineData(Severity.High, 2)]
    [InlineData(Severity.Medium, 3)]
    public async Task The_threshold_tells_verified_untried_and_refused_secrets_apart(Severity threshold, int reached)
    {
        Threshold(threshold);
        Assert.Equal(reached, (int?)(await ScanAsync(TestData("findings.jsonl"))).PolicyInputs["trufflehog"]["reached"]);
    }

    [Fact]
    public async Task Secrets_fail_the_hook_by_default()
    {
        var outcome = await ScanAsync(TestData("findings.jsonl"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("TruffleHog: 3 findings, of which 2 reach the threshold HIGH.", outcome.Log, StringComparison.Ordinal);
        AssertNoSecret(outcome);
    }

    [Fact]
    public async Task A_file_that_could_not_be_read_fails_the_hook()
    {
        var outcome = await ScanAsync("", error: """
            {"level":"error","logger":"trufflehog","msg":"error scanning file","path":"locked.txt","error":"permission denied"}
            {"level":"info-0","logger":"trufflehog","msg":"finished scanning","chunks":3}
            """);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'trufflehog' did not scan everything", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_tried_reaches_the_usual_threshold()
    {
        Harness.Parameters["trufflehog_verify"] = "false";
        var outcome = await ScanAsync(Found("main.tf", "Github", verified: false, "ghp_0123456789abcdef"));
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task A_crash_after_findings_shows_its_reason_and_no_secret()
    {
        var outcome = await ScanAsync(TestData("findings.jsonl"), exitCode: 1, error: """
            {"level":"error","ts":"2026-10-05T07:12:43Z","logger":"trufflehog","msg":"encountered errors during scan","errors":["cannot try postgres://admin:hunter2@db: refused", "key \"AKIAIOSFODNN7EXAMPLE\""],"path":"hunter2"}
            panic: bad token wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY at password=hunter2
            goroutine 1 [running]:
            """);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("error: encountered errors during scan: ", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("panic: bad token ***** at *****", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("goroutine 1 [running]:", outcome.Log, StringComparison.Ordinal);
        AssertNoSecret(outcome);
    }

    [Fact]
    public async Task Half_a_finding_shows_no_secret()
    {
        var data = TestData("findings.jsonl");
        foreach (var secret in (string[])["AKIAIOSFODNN7", "K7MDENG", "MIIBOgIBAAJB", "hunter2"])
        {
            var outcome = await ScanAsync(data[..(data.IndexOf(secret, StringComparison.Ordinal) + secret.Length)]);
            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains("'trufflehog' printed incomplete or invalid JSON in line ", outcome.Log, StringComparison.Ordinal);
            AssertNoSecret(outcome);
        }
    }

    [Theory]
    [InlineData("Raw", "7")]
    [InlineData("SourceMetadata", "\"hunter2\"")]
    [InlineData("Verified", "\"hunter2\"")]
    [InlineData("DetectorName", "{\"admin\": 1}")]
    public async Task A_member_of_another_kind_is_named_without_its_content(string member, string value)
    {
        var found = JsonNode.Parse(Found("main.tf", "AWS", verified: true, "hunter2"))!;
        found[member] = JsonNode.Parse(value);
        var outcome = await ScanAsync(found.ToJsonString());
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"$.{member} is ", outcome.Log, StringComparison.Ordinal);
        AssertNoSecret(outcome);
    }

    [Fact]
    public async Task A_file_that_is_named_like_its_secret_is_shown_without_it()
    {
        var outcome = await ScanAsync(Found("keys/hunter2.txt", "Custom", verified: true, "hunter2"));
        Assert.Equal(["CRITICAL Custom keys/*****.txt:3"], Findings(outcome));
        AssertNoSecret(outcome);
    }

    [Theory]
    [InlineData("VerifiedOrUnknown", "true", "--results=verified,unknown")]
    [InlineData("Verified", "true", "--results=verified")]
    [InlineData("All", "true", "--results=verified,unknown,unverified")]
    [InlineData("Verified", "false", "--results=verified,unknown,unverified --no-verification")]
    public async Task Results_and_verification_are_arguments(string results, string verify, string arguments)
    {
        Harness.Parameters["trufflehog_results"] = results;
        Harness.Parameters["trufflehog_verify"] = verify;
        Harness.Parameters["trufflehog_additional_args"] = "--exclude-detectors=Lob";
        await ScanAsync(Clean);
        Assert.Equal($"filesystem . --json --no-update --no-color --fail-on-scan-errors {arguments} --exclude-detectors=Lob", Arguments);
    }

    static string Found(string file, string detector, bool verified, string raw) => new JsonObject
    {
        ["SourceMetadata"] = new JsonObject { ["Data"] = new JsonObject { ["Filesystem"] = new JsonObject { ["file"] = file, ["line"] = 3 } } },
        ["DetectorName"] = detector,
        ["Verified"] = verified,
        ["Raw"] = raw,
    }.ToJsonString();

    static void AssertNoSecret(HookOutcome outcome)
    {
        var everything = string.Join('\n', [outcome.Log, outcome.Output, .. outcome.Markdown, .. outcome.PolicyInputs.Values.Select(input => input.ToJsonString())]);
        foreach (var secret in Secrets) Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
    }
}
