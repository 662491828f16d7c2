using System.Text.Json.Nodes;
using Spaceforge.Scanning.Tests;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hook of the plugin, with TFLint's output from testdata.</summary>
public sealed class TFLintTests() : ScannerContract(ScannerHarness.Of<TFLintPlugin>())
{
    protected override string Name => "tflint";

    protected override Hook Hook => Hook.BeforePlan;

    protected override string Clean => TestData("clean.json");

    protected override string Many(int count) => new JsonObject
    {
        ["issues"] = new JsonArray([.. Enumerable.Range(1, count).Select(i => (JsonNode)new JsonObject
        {
            ["rule"] = new JsonObject { ["name"] = $"rule_{i % 60}", ["severity"] = "error", ["link"] = "" },
            ["message"] = $"Issue {i}",
            ["range"] = new JsonObject { ["filename"] = "main.tf", ["start"] = new JsonObject { ["line"] = i } },
        })]),
        ["errors"] = new JsonArray(),
    }.ToJsonString();

    // Its own answer, so that what the scan answers is not what the installation of rules does.
    protected override void Prepare() => Harness.Commands.Answer("tflint --init", output: "All plugins are already installed");

    [Fact]
    public async Task Issues_have_their_severity_and_place_and_exit_code_2_is_no_crash()
    {
        var outcome = await ScanAsync(TestData("findings.json"), exitCode: 2);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            ["HIGH aws_instance_invalid_type main.tf:4", "MEDIUM terraform_required_version :0", "INFO terraform_comment_syntax modules/db/main.tf:1"],
            Findings(outcome));
        Assert.Equal(2, (int?)outcome.PolicyInputs["tflint"]["reached"]);
    }

    [Theory]
    [InlineData(Severity.High, 1)]
    [InlineData(Severity.Medium, 2)]
    [InlineData(Severity.Info, 3)]
    public async Task The_threshold_counts_errors_warnings_and_notices(Severity threshold, int reached)
    {
        Threshold(threshold);
        Assert.Equal(reached, (int?)(await ScanAsync(TestData("findings.json"), exitCode: 2)).PolicyInputs["tflint"]["reached"]);
    }

    [Fact]
    public async Task Errors_of_TFLint_fail_the_hook_with_their_places()
    {
        var outcome = await ScanAsync(TestData("errors.json"), exitCode: 1);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(
            """TFLint could not lint: main.tf:7: Unsupported block type: Blocks of type "resourse" are not expected here.; Failed to initialize plugins; Plugin "aws" not found.""",
            outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("only a warning", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Fact]
    public async Task Rules_that_cannot_be_installed_fail_the_hook()
    {
        Harness.Commands.Answer("tflint --init", exitCode: 1, error: "Failed to install a plugin; GitHub API rate limit exceeded");
        var outcome = await Harness.RunAsync(Hook.BeforePlan, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("rate limit exceeded", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("'tflint --init' exited with 1", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("repository", "names a plugin of its own for the linter to fetch and run", "the linter gets a configuration of ours")]
    public async Task The_repository_does_not_choose_the_rules()
    {
        Harness.WriteFile(".tflint.hcl", "plugin \"evil\" { enabled = true }");
        await ScanAsync(Clean);
        foreach (var call in Harness.Commands.Calls)
        {
            var given = Assert.Single(call.Arguments, argument => argument.StartsWith("--config=", StringComparison.Ordinal))["--config=".Length..];
            Assert.StartsWith(Path.Combine(Path.GetTempPath(), "tflint-"), given, StringComparison.Ordinal);
            Assert.False(File.Exists(given), $"{given} is left");
        }
    }

    [Fact]
    public async Task A_configuration_of_the_repository_must_be_trusted()
    {
        Harness.Parameters["tflint_config_file"] = "rules/.tflint.hcl";
        var outcome = await Harness.RunAsync(Hook.BeforePlan, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("tflint_repository_settings = true", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(Harness.Commands.Calls);

        Harness.Parameters["tflint_repository_settings"] = "true";
        await ScanAsync(Clean);
        Assert.EndsWith("/rules/.tflint.hcl", Arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_parameters_are_arguments()
    {
        Harness.Parameters["tflint_config_file"] = "/rules/.tflint.hcl";
        Harness.Parameters["tflint_additional_args"] = "--call-module-type=all";
        await ScanAsync(Clean);
        Assert.Equal("--init --recursive --config=/rules/.tflint.hcl", string.Join(' ', Harness.Commands.Calls[0].Arguments));
        Assert.Equal("--format=json --recursive --config=/rules/.tflint.hcl --call-module-type=all", Arguments);
    }

    [Fact]
    public async Task One_folder_alone_is_linted_where_that_is_asked_for()
    {
        Harness.Parameters["tflint_repository_settings"] = "true";
        Harness.Parameters["tflint_recursive"] = "false";
        await ScanAsync(Clean);
        Assert.Equal("--format=json", Arguments);
    }

    [Fact]
    [Attack("tool output", "the linter's exit code says that it failed, its result that all is well", "the hook fails")]
    public async Task An_exit_code_of_errors_without_an_error_fails_the_hook()
    {
        var outcome = await ScanAsync(Clean, exitCode: 1);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("TFLint exited with 1, which means an error, but reported none.", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Fact]
    public async Task Nothing_printed_fails_the_hook()
    {
        var outcome = await ScanAsync("");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'tflint' printed nothing and gave no reason.", outcome.Log, StringComparison.Ordinal);
    }
}
