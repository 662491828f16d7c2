using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hooks of the plugin, with the output of Terraform 1.11.4.</summary>
public sealed class TerraformChecksTests : IDisposable
{
    const string Valid = """{"format_version":"1.0","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]}""";
    const string Main = "terraform {\n  required_version = \"~> 1.5\"\n}\n";

    readonly PluginHarness<TerraformChecksPlugin> _harness = new();

    public TerraformChecksTests()
    {
        _harness.Parameters["terraform_checks_program"] = "Terraform";
        _harness.WriteFile("main.tf", Main);
    }

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Clean_code_has_no_findings()
    {
        var outcome = await CheckAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("No findings.", Assert.Single(outcome.Markdown), StringComparison.Ordinal);
        Assert.Empty(Findings(outcome));
    }

    [Fact]
    public async Task Files_that_are_not_formatted_are_listed()
    {
        _harness.Commands.Answer("terraform fmt", exitCode: 3, output: "main.tf\nmodules/network/main.tf\n");
        Assert.Equal(["MEDIUM format main.tf:0", "MEDIUM format modules/network/main.tf:0"], Findings(await CheckAsync(formatting: false)));
    }

    [Fact]
    public async Task Code_that_cannot_be_parsed_is_reported_by_validate()
    {
        _harness.Commands.Answer("terraform fmt", exitCode: 2, error: "Error: Argument or block definition required");
        _harness.Commands.Answer("terraform validate", exitCode: 1, output: """
            {"format_version":"1.0","valid":false,"error_count":1,"warning_count":1,"diagnostics":[
              {"severity":"error","summary":"Argument or block definition required","detail":"An argument or block definition is required here.",
               "range":{"filename":"main.tf","start":{"line":5,"column":1,"byte":76},"end":{"line":6,"column":4,"byte":79}}},
              {"severity":"warning","summary":"Deprecated attribute","detail":""}]}
            """);
        var outcome = await CheckAsync(formatting: false, validity: false);
        Assert.Equal(["HIGH validate main.tf:5", "LOW validate :0"], Findings(outcome));
        Assert.Contains("some were not checked for formatting", outcome.Markdown[0], StringComparison.Ordinal);

        _harness.Parameters["terraform_checks_validity"] = "false";
        Assert.Equal(1, (await CheckAsync(formatting: false)).ExitCode);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(1, """{"format_version":"1.0","valid":false,"diagnostics":[]}""")]
    [InlineData(0, """{"format_version":"1.0"}""")]
    [InlineData(11, "{")]
    public async Task Output_that_is_no_result_fails_the_hook(int exitCode, string output)
    {
        _harness.Commands.Answer("terraform validate", exitCode, output);
        var outcome = await CheckAsync(validity: false);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Theory]
    [InlineData("Off")]
    [InlineData(
        "Present", "module-version pins.tf:34 module.registry", "module-version pins.tf:48 module.git",
        "provider-version .terraform.lock.hcl:14")]
    [InlineData(
        "Bounded", "module-version pins.tf:34 module.registry", "module-version pins.tf:38 module.registry_with_host",
        "module-version pins.tf:48 module.git", "provider-version .terraform.lock.hcl:14", "provider-version pins.tf:7",
        "provider-version pins.tf:13")]
    [InlineData(
        "Exact", "module-version pins.tf:34 module.registry", "module-version pins.tf:38 module.registry_with_host",
        "module-version pins.tf:48 module.git", "module-version pins.tf:52 module.git_branch", "provider-version .terraform.lock.hcl:14",
        "provider-version pins.tf:6", "provider-version pins.tf:7", "provider-version pins.tf:13", "required-version pins.tf:3")]
    public async Task Versions_are_pinned_as_strictly_as_asked(string pins, params string[] expected)
    {
        File.Delete(Path.Combine(_harness.ProjectRoot, "main.tf"));
        _harness.WriteFile("pins.tf", TestData("pins.tf"));
        _harness.WriteFile(".terraform.lock.hcl", TestData("lock.hcl"));
        _harness.Parameters["terraform_checks_version_pins"] = pins;
        var found = Findings(await CheckAsync()).Select(finding => finding["MEDIUM ".Length..]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Code_in_JSON_is_read_too()
    {
        File.Delete(Path.Combine(_harness.ProjectRoot, "main.tf"));
        _harness.WriteFile("main.tf.json", """
            {
              "terraform": [{"required_version": ">= 1.0", "required_providers": {"open": {"version": ">= 3.1"}, "old_form": "2.0.0"}}],
              "module": {"one": {"source": "example/consul/aws"}, "two": [{"source": "${local.computed}"}]},
              "locals": []
            }
            """);
        Assert.Equal(
            ["MEDIUM module-version main.tf.json:0 module.one", "MEDIUM provider-version main.tf.json:0", "MEDIUM required-version main.tf.json:0"],
            Findings(await CheckAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_configuration_without_a_required_version_is_found()
    {
        _harness.WriteFile("main.tf", "locals {}\n");
        Assert.Equal(["MEDIUM required-version :0"], Findings(await CheckAsync()));
    }

    [Fact]
    public async Task The_lock_file_must_be_committed_and_complete()
    {
        // Only a worker has a workspace that is kept between hooks.
        using var spacelift = new FakeSpacelift();
        _harness.Spacelift = spacelift;
        Assert.True((await _harness.RunAsync(Hook.BeforeInit, TestContext.Current.CancellationToken)).Succeeded);
        _harness.WriteFile(".terraform.lock.hcl", TestData("lock.hcl"));
        _harness.Parameters["terraform_checks_platforms"] = "linux_amd64, darwin_arm64";
        _harness.Parameters["terraform_checks_version_pins"] = "Off";
        var outcome = await CheckAsync();
        Assert.Equal(["MEDIUM lock-file .terraform.lock.hcl:14", "MEDIUM lock-file :0"], Findings(outcome).Order(StringComparer.Ordinal));
        Assert.Contains(".terraform.lock.hcl is not committed; run 'terraform providers lock -platform=linux_amd64 -platform=darwin_arm64'", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("registry.terraform.io/hashicorp/random has checksums for 1 of 2 platforms", outcome.Log, StringComparison.Ordinal);

        Assert.True((await _harness.RunAsync(Hook.BeforeInit, TestContext.Current.CancellationToken)).Succeeded);
        Assert.Single(Findings(await CheckAsync()));

        _harness.WriteFile(".terraform.lock.hcl", TestData("lock.hcl") + "\nprovider \"example.com/a/b\" {\n  hashes = [\n    \"zh:0\",\n  ]\n}\n");
        Assert.Contains("Init changed .terraform.lock.hcl", (await CheckAsync()).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_without_Terraform_is_left_alone()
    {
        File.Delete(Path.Combine(_harness.ProjectRoot, "main.tf"));
        _harness.WriteFile("Pulumi.yaml", "name: stack\n");
        var outcome = await _harness.RunAsync(Hook.BeforePlan, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("Nothing was checked", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Empty(_harness.Commands.Calls);
    }

    [Theory]
    [InlineData("terraform {\n  required_version = \"~> 1.5\"\n")]
    [InlineData("a = \"${\"${\"${")]
    [InlineData("x = <<E\n")]
    [InlineData("}")]
    [InlineData("/* ")]
    [InlineData("\"")]
    public async Task A_file_that_cannot_be_parsed_is_a_warning(string text)
    {
        _harness.WriteFile("broken.tf", text);
        var outcome = await CheckAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("broken.tf was not checked for version pins: it cannot be parsed.", outcome.Markdown[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = \"${", "}")]
    [InlineData("a {\n", "}\n")]
    [InlineData("a = {\nb = {\n", "}\n}\n")]
    [InlineData("a = [[[[", "]]]]")]
    [Attack("repository", "has a configuration that is nested 100,000 levels deep", "the file is not checked, and the report says so")]
    public async Task Deep_nesting_does_not_crash(string open, string close)
    {
        _harness.WriteFile("deep.tf", string.Concat(Enumerable.Repeat(open, 100_000)) + string.Concat(Enumerable.Repeat(close, 100_000)));
        var outcome = await CheckAsync();
        Assert.True(outcome.ExitCode == 0, outcome.Log);
    }

    [Fact]
    public async Task A_link_is_not_read()
    {
        File.CreateSymbolicLink(Path.Combine(_harness.ProjectRoot, "link.tf"), "/etc/passwd");
        var outcome = await CheckAsync();
        Assert.Contains("link.tf was not checked for version pins: ", outcome.Markdown[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailMode.Fail, 1)]
    [InlineData(FailMode.Policy, 0)]
    [InlineData(FailMode.Warn, 0)]
    public async Task The_fail_mode_decides_about_findings(FailMode mode, int exitCode)
    {
        _harness.Parameters["terraform_checks_fail_mode"] = mode.ToString();
        _harness.WriteFile("main.tf", "locals {}\n");
        Assert.Equal(exitCode, (await CheckAsync()).ExitCode);
    }

    [Fact]
    public async Task Arguments_of_the_stack_are_not_used()
    {
        _harness.Environment["TF_CLI_ARGS_fmt"] = "-write=true";
        await CheckAsync();
        var calls = _harness.Commands.Calls;
        Assert.Equal(["terraform fmt -check -list=true -recursive -no-color", "terraform validate -json -no-color"], calls.Select(call => call.ToString()));
        Assert.Null(calls[0].Options.Environment["TF_CLI_ARGS_fmt"]);
        Assert.Null(calls[1].Options.Environment["TF_CLI_ARGS_validate"]);
    }

    Task<HookOutcome> CheckAsync(bool formatting = true, bool validity = true)
    {
        if (formatting) _harness.Commands.Answer("terraform fmt");
        if (validity) _harness.Commands.Answer("terraform validate", output: Valid);
        return _harness.RunAsync(Hook.BeforePlan, TestContext.Current.CancellationToken);
    }

    static string TestData(string file) => File.ReadAllText(Repository.PathOf("plugins", "terraform-checks", "testdata", file));

    static IReadOnlyList<string> Findings(HookOutcome outcome)
    {
        Assert.True(outcome.PolicyInputs.ContainsKey("terraform-checks"), outcome.Log);
        return [.. outcome.PolicyInputs["terraform-checks"]["findings"]!.AsArray().Select(finding =>
            $"{Text(finding, "severity")} {Text(finding, "rule")} {Text(finding, "file")}:{finding!["line"]} {Text(finding, "resource")}".TrimEnd())];
    }

    static string Text(JsonNode? finding, string name) => (string)finding![name]!;
}
