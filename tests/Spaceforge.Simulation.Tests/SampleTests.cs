namespace Spaceforge.Simulation.Tests;

/// <summary>The samples in whole runs, with real and fake Terraform.</summary>
public sealed class SampleTests : IDisposable
{
    const string Stack = """
        resource "terraform_data" "one" {
          input = "x"
        }

        """;

    static readonly string QuickStart = Repository.PathOf("samples", "quickstart", "plugin.cs");
    static readonly string Scanner = Repository.PathOf("samples", "security-scanner", "plugin.cs");

    readonly Simulated _simulated = new();

    public SampleTests()
    {
        _simulated.Tool.Provide("my-security-tool", "echo \"scanned with $API_KEY\"");
        _simulated.Tool.Provide(
            "security-cli", """[ "$1" = auth ] || { test -s spacelift.plan.json && echo '{"total_issues": 2, "low_count": 2}'; }""");
        _simulated.Folder.Write("stack/main.tf", Stack);
    }

    public void Dispose() => _simulated.Dispose();

    [Fact]
    public async Task The_quick_start_goes_through_a_tracked_run_with_Terraform()
    {
        var result = await _simulated.RunAsync(0, QuickStart, "--param", "api_key=the-key", "--source", "stack", "--run-type", "tracked");
        Assert.Equal(["init passed", "plan passed", "apply passed"], result.Phases);
        Assert.Contains(result.Log, line => line.EndsWith("(my-plugin) scanned with *****", StringComparison.Ordinal));
        Assert.Contains(result.Log, line => line.Contains("Apply complete! Resources: 1 added", StringComparison.Ordinal));
        Assert.False(File.Exists(_simulated.Folder.PathOf("stack", "terraform.tfstate")));
    }

    [Fact]
    public async Task The_scanner_goes_through_a_proposed_run_with_Terraform()
    {
        var result = await _simulated.RunAsync(0, Manifest(Scanner), "--param", "api_token=the-token", "--source", "stack");
        Assert.Contains("Found 2 security issues", result.Json.GetProperty("outputs")
            .GetProperty("security-scanner").GetString(), StringComparison.Ordinal);
        Assert.Contains("# Security Scan Results", _simulated.Last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_go_through_a_tracked_run_without_Terraform()
    {
        _simulated.Folder.Write("plan.json", """{"format_version": "1.2", "resource_changes": []}""");
        var result = await _simulated.RunAsync(
            0, Manifest(Scanner), Manifest(QuickStart), "--param", "api_token=t0ken", "--param", "api_key=k3y1", "--run-type", "tracked",
            "--phase", "plan=echo '{\"format_version\": \"1.2\"}' >spacelift.plan.json", "--phase", "apply=echo applied");
        Assert.Contains("applied", result.Log);
    }

    [Fact]
    public async Task A_plan_that_changes_nothing_is_not_applied()
    {
        _simulated.Folder.Write("plan.json", """{"format_version": "1.2", "resource_changes": [], "applyable": false}""");
        _simulated.Write(new PluginManifest("one")
            .Context("one", ("after_plan", "cat spacelift.plan.json"), ("before_apply", "echo never")));
        var result = await _simulated.RunAsync(0, "one.yaml", "--plan-json", "plan.json", "--run-type", "tracked");
        Assert.Equal(["init passed", "plan passed", "apply skipped"], result.Phases);
        Assert.Equal(["""{"format_version": "1.2", "resource_changes": [], "applyable": false}"""], result.Log);
    }

    [Theory]
    [InlineData("testing", "init passed|plan passed|apply passed|destroy passed", "Destroy complete! Resources: 1 destroyed.")]
    [InlineData("destroy", "destroy passed", "Destroy complete! Resources: 0 destroyed.")]
    public async Task Terraform_destroys_what_it_made(string type, string phases, string line)
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", ":")));
        var result = await _simulated.RunAsync(0, "one.yaml", "--source", "stack", "--run-type", type);
        Assert.Equal(phases.Split('|'), result.Phases);
        Assert.Contains(result.Log, text => text.Contains(line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_remote_state_is_left_alone()
    {
        _simulated.Folder.Write("stack/backend.tf", "terraform {\n  backend \"s3\" {\n    bucket = \"real\"\n  }\n}\n");
        _simulated.Write(new PluginManifest("one").Context("one", ("after_plan", "grep -c format_version spacelift.state.before.json")));
        var result = await _simulated.RunAsync(0, "one.yaml", "--source", "stack");
        Assert.Contains("this run starts from an empty state and does not touch the real one", result.Warnings, StringComparison.Ordinal);
        Assert.Equal("1", result.Log[^1]);
    }

    [Fact]
    public async Task A_manifest_of_the_Python_SDK_runs_unchanged()
    {
        var manifest = Repository.PathOf("tests", "Spaceforge.Simulation.Tests", "Manifests", "python-sdk.yaml");
        var result = await _simulated.RunAsync(
            0, manifest, "--param", "2f6c0c1e-7a4b-4c0e-9c0e-0d7a1b2c3d4e=hook-secret", "--phase", "plan=true");
        Assert.Equal(["Running before_init", "first context", "mode strict", "second context", "plan seen"], result.Log);
        Assert.Equal("strict", result.Json.GetProperty("policy_input").GetProperty("lint").GetProperty("mode").GetString());
    }

    static string Manifest(string plugin) => Path.ChangeExtension(plugin, ".yaml");
}
