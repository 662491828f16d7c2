using Spaceforge.Testing;

namespace Spaceforge.Cli.Tests.Account;

/// <summary><c>spaceforge install</c>: errors are reported before anything is sent.</summary>
public sealed class InstallTests : IDisposable
{
    const string Secret = "s3cr3t-value";
    const string Parameters = """
        [{id: api_key, name: API Key, description: d, type: string, sensitive: true, required: true}, {id: limit, name: Limit, description: d, type: number, default: 80}, {id: strict, name: Strict, description: d, type: boolean, default: false}]
        """;

    readonly AccountTool _account = new();
    readonly FakePluginTemplate _template;

    public InstallTests()
    {
        _template = _account.AddTemplate("scanner", Parameters);
        _account.Spacelift.Spaces.Add("prod");
    }

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task A_template_becomes_a_plugin_with_its_defaults()
    {
        var outcome = await InstallAsync(0, "--param", $"api_key={Secret}");

        var plugin = Assert.Single(_account.Spacelift.Plugins);
        Assert.Equal(
            ("scanner", "root", "scan", _template), (plugin.Name, plugin.SpaceId, plugin.StackLabel, plugin.Template));
        Assert.Equal(new Dictionary<string, string> { ["api_key"] = Secret, ["limit"] = "80", ["strict"] = "false" }, plugin.Parameters);
        Assert.Equal($"Installed the plugin scanner ({plugin.Id}) from scanner ({_template.Id}) in the space root, for stacks with the label scan.\n", outcome.Output);
    }

    [Fact]
    public async Task Everything_can_be_said()
    {
        await InstallAsync(0, "--name", "scan-prod", "--space", "prod", "--labels", "a,b",
            "--param", $"api_key={Secret}", "--param", "limit=-1.5", "--param", "strict=true");

        var plugin = Assert.Single(_account.Spacelift.Plugins);
        Assert.Equal(("scan-prod", "prod"), (plugin.Name, plugin.SpaceId));
        Assert.Equal(["a", "b"], plugin.Labels);
        Assert.Equal(("-1.5", "true"), (plugin.Parameters["limit"], plugin.Parameters["strict"]));
    }

    [Fact]
    public async Task Secrets_come_from_files_and_variables()
    {
        _account.Tool.Folder.Write("key", $"{Secret}\n");
        _account.Tool.Variables["KEY"] = Secret;
        await InstallAsync(0, "--param-file", "api_key=key", "--name", "by-file");
        await InstallAsync(0, "--param-env", "api_key=KEY", "--name", "by-variable");
        Assert.All(_account.Spacelift.Plugins, plugin => Assert.Equal(Secret, plugin.Parameters["api_key"]));
        Assert.Equal(2, _account.Spacelift.Plugins.Count);
    }

    [Theory]
    [InlineData("The parameter 'API Key' (api_key) is required and has no value. Use --param-env api_key=VARIABLE.")]
    [InlineData(
        "--param colour: unknown parameter; the plugin has api_key, limit, strict.", "--param", "api_key=x", "--param", "colour=red")]
    [InlineData("The parameter 'Limit' (limit) has the value 'much'; it must be a number.", "--param", "api_key=x", "--param", "limit=much")]
    [InlineData("The parameter 'Strict' (strict) has the value 'yes'; it must be true or false.",
        "--param", "api_key=x", "--param", "strict=yes")]
    [InlineData("--param-env api_key: the parameter is set more than once.", "--param", "api_key=x", "--param-env", "api_key=PATH")]
    [InlineData("--param-env: the environment variable 'NO_SUCH' is not set.", "--param-env", "api_key=NO_SUCH")]
    [InlineData("--param-file: no-such-file cannot be read", "--param-file", "api_key=no-such-file")]
    [InlineData("--param needs ID=VALUE", "--param", "s3cr3t-value")]
    [InlineData("Space 'staging' not found; the account has prod, root.", "--param", "api_key=x", "--space", "staging")]
    [InlineData("Option '--name' must not be empty.", "--param", "api_key=x", "--name", "")]
    public async Task What_is_wrong_is_reported_and_nothing_is_sent(string message, params string[] arguments)
    {
        var outcome = await InstallAsync(2, arguments);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_account.Mutations);
    }

    [Fact]
    public async Task A_missing_or_ambiguous_template_is_reported()
    {
        Assert.Contains("No template has the id or name 'scaner'; choose one of scanner (01TEMPLATE0).",
            (await _account.RunAsync("install", "scaner", "--stack-label", "x")).ShouldExit(2).Error, StringComparison.Ordinal);
        _account.AddTemplate("scanner");
        Assert.Contains("There are 2 templates named 'scanner'; use one of the ids 01TEMPLATE0, 01TEMPLATE1.",
            (await InstallAsync(2)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_of_the_platform_are_reported()
    {
        _account.AddPlugin("scanner", _template);
        Assert.Contains(
            "plugin name is already taken", (await InstallAsync(1, "--param", $"api_key={Secret}")).Error, StringComparison.Ordinal);

        // If the user may not list spaces, the platform rejects the installation.
        _account.Spacelift.Forbidden.Add("spaces");
        Assert.Contains("space not found", (await InstallAsync(1, "--param", $"api_key={Secret}", "--space", "staging")).Error,
            StringComparison.Ordinal);

        _account.Spacelift.Forbidden.Add("pluginInstall");
        Assert.Contains(
            "lacks the permission", (await InstallAsync(1, "--param", $"api_key={Secret}")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_repeats_a_secret_is_masked()
    {
        _account.Spacelift.Fail(Fault.Delay(TimeSpan.Zero), Fault.Delay(
            TimeSpan.Zero), Fault.Answer($$"""{"errors":[{"message":"bad value {{Secret}}"}],"data":null}"""));
        Assert.Contains("bad value *****", (await InstallAsync(1, "--param", $"api_key={Secret}")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_shows_the_request_without_sensitive_values()
    {
        var outcome = await InstallAsync(0, "--param", $"api_key={Secret}", "--dry-run");
        Assert.StartsWith("mutation PluginInstall(", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\"value\": \"*****\"", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\"value\": \"80\"", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(_account.Mutations);
    }

    async Task<Outcome> InstallAsync(int exitCode, params string[] arguments)
    {
        var outcome = (await _account.RunAsync(["install", "scanner", "--stack-label", "scan", .. arguments])).ShouldExit(exitCode);
        Assert.DoesNotContain(Secret, outcome.Output + outcome.Error, StringComparison.Ordinal);
        return outcome;
    }
}
