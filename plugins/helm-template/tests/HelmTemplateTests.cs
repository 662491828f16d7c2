using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hooks of the plugin, with a program that stands in for Helm, checks its arguments and prints testdata/rendered.yaml.</summary>
public sealed class HelmTemplateTests : IDisposable
{
    static readonly string TestData = Repository.PathOf("plugins", "helm-template", "testdata");

    readonly FakeSpacelift _spacelift = new();
    readonly PluginHarness<HelmTemplatePlugin> _harness = new();

    public HelmTemplateTests()
    {
        _harness.Spacelift = _spacelift;
        _harness.Commands.RunOthers = true;
        _harness.Environment["PATH"] = $"{TestData}:{_harness.Environment["PATH"]}";
        _harness.Environment["HELM_STAND_IN_LOG"] = Path.Combine(Workspace, "helm.log");
        _harness.WriteFile("charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
        _harness.WriteFile("values.yaml", "replicas: 2\n");
        Set("chart", "charts/shop/");
    }

    string Workspace => Path.GetDirectoryName(_harness.ProjectRoot)!;

    public void Dispose()
    {
        _harness.Dispose();
        _spacelift.Dispose();
    }

    [Fact]
    public async Task A_chart_of_the_repository_is_rendered_into_a_manifest_that_kustomize_applies()
    {
        Set("values", "values.yaml, charts/shop/Chart.yaml");
        Set("set", "image.tag=1.4.2, debug=false");
        Set("namespace", "shop");
        Set("kube_version", "1.33.0");
        Set("additional_args", "--api-versions 'monitoring.coreos.com/v1'");
        var outcome = await RenderAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            ["helm template shop charts/shop --namespace shop --kube-version 1.33.0 --values values.yaml --values charts/shop/Chart.yaml --set image.tag=1.4.2 --set debug=false "
                + "--include-crds --skip-tests --dependency-update --api-versions monitoring.coreos.com/v1"],
            Called);
        Assert.Equal(File.ReadAllText(Path.Combine(TestData, "rendered.yaml")), Text("helm-template.yaml"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("helm-template.yaml")));
        Assert.Equal("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - helm-template.yaml\n", Text("kustomization.yaml"));
        Assert.Equal(
            """
            # Helm chart

            `charts/shop/` as `shop`\: 5 resources in `helm-template.yaml`

            | Template | Kind | Resources |
            | --- | --- | --- |
            | `shop/charts/cache/templates/web.yaml` | `Deployment` | 1 |
            | `shop/crds/orders.yaml` | `CustomResourceDefinition` | 1 |
            | `shop/templates/secret.yaml` | `Secret` | 1 |
            | `shop/templates/web.yaml` | `Deployment` | 1 |
            | `shop/templates/web.yaml` | `Service` | 1 |

            """,
            Assert.Single(outcome.Markdown));
        Assert.Contains("WARNING: This chart is deprecated", outcome.Log, StringComparison.Ordinal);
        AssertNothingLeaked(outcome);
    }

    [Fact]
    public async Task A_chart_with_a_lock_file_gets_the_dependencies_of_that_file()
    {
        _harness.WriteFile("charts/shop/Chart.lock", "dependencies: []\n");
        Set("crds", "false");
        Set("hooks", "false");
        Assert.True((await RenderAsync()).Succeeded);
        Assert.Equal(["helm dependency build charts/shop", "helm template shop charts/shop --no-hooks"], Called);
    }

    [Theory]
    [InlineData("oci://example.com/charts/shop", "", "helm template shop oci://example.com/charts/shop --version 1.2.3 --include-crds --skip-tests")]
    [InlineData("shop", "https://example.com/charts", "helm template shop shop --repo https://example.com/charts --version 1.2.3 --include-crds --skip-tests")]
    public async Task A_chart_from_elsewhere_has_a_version(string chart, string repository, string command)
    {
        Set("chart", chart);
        Set("repository", repository);
        Set("chart_version", "1.2.3");
        var outcome = await RenderAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal([command], Called);
    }

    [Theory]
    [InlineData("oci://example.com/charts/shop", "", "helm registry login example.com --username robot --password-stdin", "password: the-password-of-the-test")]
    [InlineData("shop", "https://example.com/charts", "helm repo update stack", """repositories: {"apiVersion":"","repositories":[{"name":"stack","url":"https://example.com/charts","username":"robot","password":"the-password-of-the-test"}]}""")]
    public async Task Credentials_are_not_in_arguments_and_do_not_stay(string chart, string repository, string command, string received)
    {
        Set("chart", chart);
        Set("repository", repository);
        Set("username", "robot");
        Set("password", "the-password-of-the-test");
        var outcome = await RenderAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal([command, received], Called[..2]);
        Assert.DoesNotContain("password", Called[2], StringComparison.Ordinal);
        Assert.All(_harness.Commands.Calls, call => Assert.False(File.Exists(call.Options.Environment["HELM_REPOSITORY_CONFIG"])));
        Assert.Contains("There is no chart version", outcome.Log, StringComparison.Ordinal);
        AssertNothingLeaked(outcome);
    }

    [Fact]
    public async Task An_existing_kustomization_stays_and_must_name_the_manifest()
    {
        _harness.WriteFile("kustomization.yml", "resources: [other.yaml]\n");
        Assert.Contains("kustomization.yml does not name helm-template.yaml: add it to its resources, or it is not applied.", (await RenderAsync()).Log, StringComparison.Ordinal);
        Assert.Equal("resources: [other.yaml]\n", Text("kustomization.yml"));
        Assert.False(File.Exists(PathOf("kustomization.yaml")));
    }

    [Fact]
    public async Task It_renders_once_per_workspace()
    {
        Assert.True((await RenderAsync()).Succeeded);
        Assert.True((await _harness.RunAsync(Hook.BeforeDestroy, TestContext.Current.CancellationToken)).Succeeded);
        Assert.Single(Called);
    }

    [Fact]
    public async Task A_local_run_writes_nothing()
    {
        _harness.Spacelift = null;
        var outcome = await RenderAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.False(File.Exists(PathOf("helm-template.yaml")));
        Assert.False(File.Exists(PathOf("kustomization.yaml")));
    }

    [Fact]
    public async Task Helm_s_error_fails_the_hook_and_no_manifest_is_written()
    {
        Set("additional_args", "--unknown");
        var outcome = await RenderAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'helm template' exited with 1:\n[SpaceForge] Error: unknown flag: --unknown", outcome.Log, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("helm-template.yaml")));
    }

    [Fact]
    public async Task A_chart_without_resources_fails_the_hook()
    {
        _harness.Commands.Answer("helm template", output: "---\n# Source: shop/templates/empty.yaml\n");
        Assert.Contains("The chart charts/shop/ rendered no resource.", (await RenderAsync()).Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chart", "--post-renderer=./evil", "The parameter 'Chart' is not a folder, an address or a name.")]
    [InlineData("chart", "charts/none", "Chart.yaml")]
    [InlineData("chart", "../outside", "is outside of the repository")]
    [InlineData("chart", "http://example.com/shop.tgz", "The value of 'Chart' is not a URL that starts with https://.")]
    [InlineData("values", "none.yaml", "none.yaml")]
    [InlineData("values", "/etc/passwd", "is outside of the repository")]
    [InlineData("values", "link.yaml", "is outside of the repository")]
    [InlineData("set", "debug", "'debug' in 'Set values' is not NAME=VALUE.")]
    [InlineData("output", "../x.yaml", "'../x.yaml' is not a name for a manifest")]
    [InlineData("output", "a/../../x.yaml", "is outside of the project root")]
    [InlineData("release_name", "Shop_1", "'Shop_1' is not a release name")]
    [InlineData("username", "robot", "'User name' and 'Password' must be set together.")]
    [InlineData("repository", "http://example.com", "The value of 'Repository' is not a URL that starts with https://.")]
    [Attack("repository", "contains a link to a file of the worker as values", "the hook fails before Helm reads it")]
    public async Task A_mistake_in_a_parameter_is_named(string parameter, string value, string message)
    {
        File.CreateSymbolicLink(PathOf("link.yaml"), "/etc/passwd");
        Set(parameter, value);
        var outcome = await RenderAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Workspace, "x.yaml")));
    }

    string[] Called => File.ReadAllLines(Path.Combine(Workspace, "helm.log"));

    Task<HookOutcome> RenderAsync() => _harness.RunAsync(Hook.BeforeInit, TestContext.Current.CancellationToken);

    static void AssertNothingLeaked(HookOutcome outcome)
    {
        foreach (var text in (string[])[outcome.Log, .. outcome.Markdown])
        {
            Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
            Assert.DoesNotContain("the-password", text, StringComparison.Ordinal);
        }
    }

    void Set(string parameter, string value) => _harness.Parameters[$"helm_template_{parameter}"] = value;

    string PathOf(string file) => Path.Combine(_harness.ProjectRoot, file);

    string Text(string file) => File.ReadAllText(PathOf(file));
}
