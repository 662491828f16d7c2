namespace Spaceforge.Simulation.Tests;

/// <summary>Two scanners of the catalog in whole runs, with real Terraform and fake scanners.</summary>
public sealed class ScannerTests : IDisposable
{
    readonly Simulated _simulated = new();

    public ScannerTests() => _simulated.Folder.Write("stack/main.tf", "resource \"terraform_data\" \"one\" {\n  input = \"x\"\n}\n");

    public void Dispose() => _simulated.Dispose();

    [Fact]
    public async Task Trivy_leaves_its_findings_to_the_plan_policy()
    {
        StandIn("trivy");
        // A result file that is already in the repository.
        _simulated.Folder.Write("stack/trivy.custom.spacelift.json", """{"fail_mode": "warn", "reached": 0}""");
        var result = await _simulated.RunAsync(1, Manifest("trivy"), "--source", "stack", "--param", "trivy_threshold=critical");

        Assert.Equal(["init passed", "plan passed"], result.Phases);
        Assert.Equal("denied by plan policy", result.Json.GetProperty("note").GetString());
        var scan = result.Json.GetProperty("policy_input").GetProperty("trivy");
        Assert.Equal("policy", scan.GetProperty("fail_mode").GetString());
        Assert.Equal(2, scan.GetProperty("reached").GetInt32());
        Assert.Equal("main.tf", scan.GetProperty("findings")[0].GetProperty("file").GetString());
        Assert.Contains("AWS-0107", result.Json.GetProperty("outputs").GetProperty("trivy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trivy_looks_at_the_plan_that_Terraform_made()
    {
        _simulated.Tool.Provide("trivy",
            "for last in \"$@\"; do :; done\ngrep -q '\"address\":\"terraform_data.one\"' \"$last\" && echo '{\"SchemaVersion\": 2}'");
        var result = await _simulated.RunAsync(0, Manifest("trivy"), "--source", "stack", "--param", "trivy_target=plan");
        Assert.Equal(0, result.Json.GetProperty("policy_input").GetProperty("trivy").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task TruffleHog_ends_the_run_before_init_and_shows_no_secret()
    {
        StandIn("trufflehog");
        var result = await _simulated.RunAsync(1, Manifest("trufflehog"), "--source", "stack", "--report", "report.html");

        Assert.Equal("init failed", result.Phases[0]);
        Assert.Contains(
            result.Log, line => line.Contains("TruffleHog: 3 findings, of which 2 reach the threshold HIGH.", StringComparison.Ordinal));
        Assert.Contains("keys/id_rsa:1", result.Json.GetProperty("outputs").GetProperty("trufflehog")
            .GetString(), StringComparison.Ordinal);
        var everything = _simulated.Last.Output + _simulated.Last.Error + result.Json.GetRawText()
            + await File.ReadAllTextAsync(_simulated.Folder.PathOf("report.html"), TestContext.Current.CancellationToken);
        foreach (var secret in (string[])["AKIAIOSFODNN7", "K7MDENG", "MIIBOgIBAAJB", "hunter2", "ghs_16C7"])
        {
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
        }
    }

    static string Manifest(string plugin) => Repository.PathOf("plugins", plugin, "plugin.yaml");

    /// <summary>Puts the fake scanner from the plugin's test data on the PATH.</summary>
    void StandIn(string scanner) =>
        _simulated.Tool.Provide(scanner, $"exec {Repository.PathOf("plugins", scanner, "testdata", scanner)} \"$@\"");
}
