using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spaceforge.Plugins.Tests;
using Spaceforge.Testing;

namespace Spaceforge.Catalog.Tests;

/// <summary>Every plugin of the catalog runs its hooks as a native executable.</summary>
[Trait("Only", "ci")]
public sealed partial class NativeTests(NativeCatalog native) : IClassFixture<NativeCatalog>, IDisposable
{
    readonly TemporaryFolder _workspace = new();
    readonly FakeSpacelift _spacelift = new();
    readonly AwsServer _aws = new();

    public static TheoryData<string> Plugins => [.. Catalog.Names];

    public void Dispose()
    {
        _workspace.Dispose();
        _spacelift.Dispose();
        _aws.Dispose();
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public async Task Its_first_hook_does_its_work(string plugin)
    {
        Prepare(plugin);
        var hook = plugin switch
        {
            // Their first hooks only record something.
            "terraform-checks" => "before_plan",
            "tracing" => "after_run",
            _ => Hook().Match(Catalog.TextOf(plugin, "plugin.yaml")).Groups[1].Value,
        };
        if (plugin == "terraform-checks") Needs.Program("terraform");
        var ran = (await RunAsync(plugin, hook)).ShouldExit(0);

        Assert.Contains($"[SpaceForge] Hook completed: {hook}", ran.Error, StringComparison.Ordinal);
        Assert.StartsWith("#", _spacelift.PluginOutputs[plugin], StringComparison.Ordinal);
        if (plugin == "plan-summary") Assert.Contains("`a.b`", _spacelift.PluginOutputs[plugin], StringComparison.Ordinal);
        if (plugin == "environment-manager") Assert.Contains("`SIZE`", _spacelift.PluginOutputs[plugin], StringComparison.Ordinal);
        if (plugin == "envsubst") Assert.Equal("x: value\n", await TextAsync("deploy.yaml"));
        if (plugin == "helm-template") Assert.Contains("kind: Deployment", await TextAsync("helm-template.yaml"), StringComparison.Ordinal);
        if (plugin == "aws-secrets") Assert.Contains("| `SHOP_TOKEN` |", _spacelift.PluginOutputs[plugin], StringComparison.Ordinal);
        if (plugin == "sops")
        {
            Assert.StartsWith("database:\n    password: hunter2\n", await TextAsync("secrets.yaml"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_simulated_run_of_Terraform_is_a_trace_at_a_collector()
    {
        Needs.Program("terraform");
        using var simulated = new Simulated();
        using var collector = new Collector();
        simulated.Folder.Write("plugin.yaml", ManifestOf("tracing"));
        simulated.Folder.Write("stack/main.tf", """
            resource "terraform_data" "network" {
              input = "10.0.0.0/16"
            }

            resource "terraform_data" "subnet" {
              input = terraform_data.network.id
            }
            """);
        var result = await simulated.RunAsync(
            0, "plugin.yaml", "--source", "stack", "--run-type", "tracked", "--param", $"tracing_endpoint={collector.Address}",
            "--param", "tracing_timings=apply.jsonl",
            "--phase", "apply=terraform apply -json -input=false spacelift.plan >apply.jsonl");

        Assert.Equal(["init passed", "plan passed", "apply passed", "after_run passed"], result.Phases);
        Assert.Empty(collector.Mistakes);
        var run = Assert.Single(collector.Spans.Values, span => (string?)span["parentSpanId"] == "");
        Assert.Equal(["init", "plan", "apply"], Below(run));
        Assert.Equal(
            ["create terraform_data", "create terraform_data"], Below(Assert.Single(
                collector.Spans.Values, span => (string?)span["name"] == "apply")));
        Assert.Contains("Sent 6 spans.", result.Json.GetProperty("outputs").GetProperty("tracing").GetString(), StringComparison.Ordinal);

        IEnumerable<string> Below(JsonObject parent) => collector.Spans.Values
            .Where(span => (string?)span["parentSpanId"] == (string?)parent["spanId"])
            .OrderBy(span => (string)span["startTimeUnixNano"]!, StringComparer.Ordinal).Select(span => (string)span["name"]!);
    }

    [Fact]
    public async Task Secrets_of_AWS_reach_the_phases_of_a_simulated_run_before_and_after_its_pause()
    {
        using var simulated = new Simulated();
        simulated.Folder.Write("plugin.yaml", ManifestOf("aws-secrets"));
        simulated.Folder.Write("stack/README.md", "");
        _aws.Store["/shop/token"] = "it's-the-$(token)-of-the-shop";
        string[] variables =
        [
            $"AWS_ENDPOINT_URL={_aws.Address.AbsoluteUri}", $"AWS_REGION={_aws.Region}", $"AWS_ACCESS_KEY_ID={_aws.KeyId}",
            $"AWS_SECRET_ACCESS_KEY={_aws.SecretKey}",
        ];
        const string Phase = "echo \"${#SHOP_TOKEN} characters: $SHOP_TOKEN\"";
        var result = await simulated.RunAsync(
            0,
            [
                "plugin.yaml", "--source", "stack", "--run-type", "tracked", "--param", "aws_secrets_variables=SHOP_TOKEN=/shop/token",
                "--phase", $"plan={Phase}", "--phase", $"apply={Phase}",
                .. variables.SelectMany(variable => (string[])["--env", variable]),
            ]);

        Assert.Equal(2, result.Log.Count(line => line.Contains("29 characters: *****", StringComparison.Ordinal)));
        Assert.Contains("Variables for later hooks: SHOP_TOKEN", simulated.Last.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("lost at the pause", simulated.Last.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("-of-the-shop", simulated.Last.Output + result.Json.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>A plugin's manifest, whose hooks start its executable.</summary>
    string ManifestOf(string plugin) => Launch().Replace(
        Catalog.TextOf(plugin, "plugin.yaml"), hook => $"{native.Executable} {plugin} run {hook.Groups[1].Value}");

    /// <summary>Input files for the plugins' hooks, and a fake of each plugin's tool.</summary>
    void Prepare(string plugin)
    {
        _workspace.Write("source/spacelift.plan.json",
            """{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","name":"b","change":{"actions":["delete"]}}]}""");
        _workspace.Write("source/main.tf", "");
        _workspace.Write("source/deploy.yaml", "x: $NAME\n");
        _workspace.Write("source/.sops.yaml", "secrets: [secrets.yaml]\n");
        _workspace.Write("source/environments.yaml", "stacks:\n  shop:\n    variables:\n      SIZE: 3\n");
        _spacelift.Stacks.Add(new FakeStack { Id = "shop", Name = "Shop" });
        _aws.Store["/shop/token"] = "token-of-the-shop";
        if (plugin == "sops") File.Copy(Catalog.PathOf(plugin, "testdata", "secrets.yaml"), _workspace.PathOf("source", "secrets.yaml"));

        if (plugin == "kubeconform") _workspace.Write("source/helm-template.yaml", "kind: Service\n");
        _workspace.Write("source/charts/shop/Chart.yaml", "name: shop\n");
        var program = plugin switch
        {
            "helm-template" => "helm",
            "module-coverage" => "tfcov",
            "wiz" => "wizcli",
            _ => plugin,
        };
        var standIn = Catalog.PathOf(plugin, "testdata", program);
        var output = Directory.GetFiles(Catalog.PathOf(plugin, "testdata"))
            .FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) is "findings" or "estimate");
        if (File.Exists(standIn)) _workspace.WriteScript($"programs/{program}", $"exec '{standIn}' \"$@\"");
        else if (output is not null) _workspace.WriteScript($"programs/{program}", $"cat '{output}'");
    }

    Task<Outcome> RunAsync(string plugin, string hook) => new CommandLine(native.Executable, plugin, "run", hook)
    {
        Folder = _workspace.PathOf("source"),
        Variables = new Dictionary<string, string?>
        {
            ["PATH"] = $"{_workspace.PathOf("programs")}:{Environment.GetEnvironmentVariable("PATH")}",
            ["NO_COLOR"] = "1",
            ["SPACELIFT_DEBUG"] = null,
            ["SPACELIFT_API_TOKEN"] = _spacelift.RunToken,
            ["TF_VAR_spacelift_graphql_endpoint"] = _spacelift.Endpoint,
            ["TF_VAR_spacelift_run_id"] = "01RUN",
            ["TF_VAR_spacelift_workspace_root"] = _workspace.Path,
            // Required parameters, which the installer sets.
            ["ENVSUBST_VARIABLES"] = "NAME",
            ["NAME"] = "value",
            ["COST_ESTIMATE_API_KEY"] = "the-key-of-the-test",
            // A server that does not accept messages: the report says so.
            ["NOTIFY_SLACK_URL"] = _spacelift.Endpoint,
            ["TRACING_ENDPOINT"] = _spacelift.Endpoint,
            ["WIZ_CLIENT_ID"] = "the-client-of-the-test",
            ["WIZ_CLIENT_SECRET"] = "the-secret-of-the-test",
            ["HELM_TEMPLATE_CHART"] = "charts/shop",
            ["AWS_SECRETS_VARIABLES"] = "SHOP_TOKEN=/shop/token",
            ["AWS_ENDPOINT_URL"] = _aws.Address.AbsoluteUri,
            ["AWS_REGION"] = _aws.Region,
            ["AWS_ACCESS_KEY_ID"] = _aws.KeyId,
            ["AWS_SECRET_ACCESS_KEY"] = _aws.SecretKey,
            ["AWS_SESSION_TOKEN"] = null,
            // Its findings would fail the hook.
            ["TRUFFLEHOG_FAIL_MODE"] = "Warn",
        },
    }.RunAsync();

    Task<string> TextAsync(string file) => File.ReadAllTextAsync(_workspace.PathOf("source", file), TestContext.Current.CancellationToken);

    [GeneratedRegex(@"sh \S+/launch\.sh (\w+) source plugin\.cs$", RegexOptions.Multiline)]
    private static partial Regex Launch();

    [GeneratedRegex(@"launch\.sh (\w+) source plugin\.cs$", RegexOptions.Multiline)]
    private static partial Regex Hook();
}
