using System.Text.Json.Nodes;
using Spaceforge.Scanning.Tests;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hook of the plugin, with kubeconform's output from testdata.</summary>
public sealed class KubeconformTests() : ScannerContract(ScannerHarness.Of<KubeconformPlugin>())
{
    protected override string Name => "kubeconform";

    protected override Hook Hook => Hook.BeforePlan;

    protected override string Clean => TestData("clean.json");

    protected override void Prepare() => Harness.WriteFile("helm-template.yaml", "kind: Service\n");

    protected override string Many(int count)
    {
        var resources = Enumerable.Range(1, count).Select(i => (JsonNode)new JsonObject
        {
            ["filename"] = "helm-template.yaml",
            ["kind"] = "Service",
            ["name"] = $"service-{i}",
            ["status"] = "statusInvalid",
            ["msg"] = $"Finding {i}",
        });
        var summary = new JsonObject { ["valid"] = 0, ["invalid"] = count, ["errors"] = 0, ["skipped"] = 0 };
        return new JsonObject { ["resources"] = new JsonArray([.. resources]), ["summary"] = summary }.ToJsonString();
    }

    [Fact]
    public async Task Findings_have_their_file_resource_and_place_in_it()
    {
        var outcome = await ScanAsync(TestData("findings.json"), exitCode: 1);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            [
                "HIGH error broken.yaml:0",
                "HIGH invalid helm-template.yaml:0 Deployment/web",
                "HIGH invalid helm-template.yaml:0 Deployment/web",
                "HIGH invalid helm-template.yaml:0 Secret/shop",
                "MEDIUM missing-schema helm-template.yaml:0 Order/first",
            ],
            Findings(outcome).Order(StringComparer.Ordinal));
        Assert.Contains("/spec/replicas: got string, want null or integer", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("There is no schema for example.com/v1 Order.", outcome.Log, StringComparison.Ordinal);
        Assert.Equal("Skipped resources: 1.", (string?)outcome.PolicyInputs["kubeconform"]["warnings"]![0]);
    }

    [Fact]
    [Attack("tool output", "a message that quotes a part of a secret", "only its place is shown")]
    public async Task Values_of_secrets_are_not_shown()
    {
        var outcome = await ScanAsync(TestData("findings.json"), exitCode: 1);
        Assert.Contains("/type: not valid", outcome.Log, StringComparison.Ordinal);
        Assert.All(
            (string[])[outcome.Log, outcome.Markdown[0], outcome.PolicyInputs["kubeconform"].ToJsonString()],
            text => Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Severity.High, 4)]
    [InlineData(Severity.Medium, 5)]
    public async Task A_missing_schema_is_less_severe_than_an_invalid_resource(Severity threshold, int reached)
    {
        Threshold(threshold);
        Assert.Equal(reached, (int?)(await ScanAsync(TestData("findings.json"), exitCode: 1)).PolicyInputs["kubeconform"]["reached"]);
    }

    [Fact]
    public async Task Parameters_become_arguments()
    {
        Harness.WriteFile("manifests/a.yaml", "kind: Service\n");
        Harness.Parameters["kubeconform_files"] = "manifests, helm-template.yaml";
        Harness.Parameters["kubeconform_kubernetes_version"] = "1.33.0";
        Harness.Parameters["kubeconform_schema_locations"] = "default, https://example.com/{{.Group}}/{{ .ResourceKind }}.json";
        Harness.Parameters["kubeconform_skip"] = "Order, example.com/v1/Cart";
        Harness.Parameters["kubeconform_ignore_missing_schemas"] = "true";
        Harness.Parameters["kubeconform_additional_args"] = "-reject Secret";
        Assert.True((await ScanAsync(Clean)).Succeeded);
        Assert.Equal(
            """
            -output json -summary -kubernetes-version 1.33.0 -schema-location default -schema-location https://example.com/{{.Group}}/{{ .ResourceKind }}.json
            -skip Order,example.com/v1/Cart -strict -ignore-missing-schemas
            -ignore-filename-pattern \.custom\.spacelift\.json$ -ignore-filename-pattern (^|/)spacelift\.(plan|state\.before)\.json$
            -ignore-filename-pattern (^|/)kustomization\.ya?ml$ -reject Secret manifests helm-template.yaml
            """.ReplaceLineEndings(" "),
            Arguments);
    }

    [Theory]
    [InlineData("none.yaml", "There is no none.yaml in the project root.")]
    [InlineData("-v", "There is no -v in the project root.")]
    [InlineData("../other", "is outside of the project root")]
    public async Task A_file_that_does_not_exist_is_named(string files, string message)
    {
        Harness.Parameters["kubeconform_files"] = files;
        var outcome = await ScanAsync(Clean);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
        Assert.Empty(Harness.Commands.Calls);
    }

    [Fact]
    [Attack("tool output", "a result that covers no resource", "it is reported in the log, on the run's page and to the policy, and is not a clean scan")]
    public async Task A_validation_of_nothing_is_reported()
    {
        var outcome = await ScanAsync("""{"resources": [], "summary": {"valid": 0, "invalid": 0, "errors": 0, "skipped": 3}}""");
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("kubeconform validated nothing", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.DoesNotContain("✅", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Equal(2, outcome.PolicyInputs["kubeconform"]["warnings"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"resources": [], "summary": {"valid": 1, "invalid": 0, "errors": 0, "skipped": 0}}""", 1, "kubeconform exited with 1 and counted 0 problems, but reported none.")]
    [InlineData("""{"resources": [], "summary": {"valid": 1, "invalid": 2, "errors": 0, "skipped": 0}}""", 0, "kubeconform exited with 0 and counted 2 problems, but reported none.")]
    [InlineData("""{"resources": []}""", 0, "$ has no 'summary'")]
    [InlineData("""{"summary": {}}""", 0, "$ has no 'resources'")]
    [InlineData("""{"resources": [{"status": 7}], "summary": {}}""", 1, "$.resources[0].status is not a string")]
    public async Task A_result_that_contradicts_itself_fails_the_hook(string output, int exitCode, string message)
    {
        var outcome = await ScanAsync(output, exitCode, error: " ");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Fact]
    public async Task A_status_that_is_not_known_counts()
    {
        Threshold(Severity.Critical);
        var outcome = await ScanAsync("""{"resources": [{"status": "statusNew", "msg": "?"}], "summary": {"valid": 1}}""");
        Assert.Equal(1, (int?)outcome.PolicyInputs["kubeconform"]["reached"]);
    }

    [Fact]
    public async Task The_stand_in_accepts_what_the_plugin_asks_for()
    {
        Prepare();
        Harness.Commands.RunOthers = true;
        Harness.Environment["PATH"] = $"{Repository.PathOf("plugins", "kubeconform", "testdata")}:{Harness.Environment["PATH"]}";
        Harness.Parameters["kubeconform_skip"] = "Order";
        var outcome = await Harness.RunAsync(Hook, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(5, (int?)outcome.PolicyInputs["kubeconform"]["total"]);
    }
}
