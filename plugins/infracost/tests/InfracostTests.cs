using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hook of the plugin, with Infracost's output from testdata.</summary>
public sealed class InfracostTests : IDisposable
{
    readonly PluginHarness<InfracostPlugin> _harness = new();

    public InfracostTests()
    {
        _harness.Parameters["infracost_api_key"] = "ico-the-key-of-the-test";
        _harness.WriteFile("spacelift.plan.json", """{"format_version": "1.2", "resource_changes": []}""");
    }

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task The_cost_before_and_after_is_shown_the_greatest_change_first()
    {
        var outcome = await EstimateAsync(TestData("estimate.json"));
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            """
            # Infracost

            |  | Before | After | Change |
            | --- | --- | --- | --- |
            | Monthly cost | 102.93 USD | 1,350.66 USD | \+1,247.73 USD (\+1212.2 %) |

            ## Resources

            | Resource | Before | After | Change |
            | --- | --- | --- | --- |
            | `aws_db_instance.main["eu\|1"]` | 0.00 USD | 1,210.50 USD | \+1,210.50 USD |
            | `aws_instance.web` | 70.08 USD | 140.16 USD | \+70.08 USD |
            | `aws_nat_gateway.old` | 32.85 USD | 0.00 USD | \-32.85 USD |
            | `aws_s3_bucket.logs` | 0.00 USD | 0.00 USD |  |

            Infracost has no prices for 2 of the resources.

            """,
            Assert.Single(outcome.Markdown));
        Assert.Contains("Infracost: 1,350.66 USD a month, +1,247.73 USD (+1212.2 %).", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_read_numbers_where_the_policy_of_the_plugin_looks()
    {
        var input = (await EstimateAsync(TestData("estimate.json"))).PolicyInputs["infracost"];
        Assert.Equal((1350.66m, 102.93m, 1247.73m), ((decimal)input["monthly_cost"]!, (decimal)input["past_monthly_cost"]!, (decimal)input["monthly_increase"]!));
        Assert.Equal("""[]""", input["exceeded"]!.ToJsonString());
        Assert.Equal("aws_db_instance.main[\"eu|1\"]", (string?)input["resources"]![0]!["name"]);
        Assert.Contains("input.third_party_metadata.custom.infracost", new InfracostPlugin { ApiKey = "" }.Policies[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailMode.Policy, 0, "The plan policy denies the run.")]
    [InlineData(FailMode.Fail, 1, "Error running hook 'after_plan': The monthly estimate of 1,350.66 USD is over the limit of 1,350.65 USD.")]
    [InlineData(FailMode.Warn, 0, "The run continues.")]
    public async Task The_fail_mode_decides_about_a_cost_over_the_limit(FailMode mode, int exitCode, string said)
    {
        _harness.Parameters["infracost_monthly_limit"] = "1350.65";
        _harness.Parameters["infracost_fail_mode"] = mode.ToString();
        var outcome = await EstimateAsync(TestData("estimate.json"));
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(said, outcome.Log, StringComparison.Ordinal);
        Assert.Contains("over the limit of 1,350.65 USD", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Equal("The monthly estimate of 1,350.66 USD is over the limit of 1,350.65 USD.", (string?)outcome.PolicyInputs["infracost"]["exceeded"]![0]);
    }

    [Theory]
    [InlineData("1350.66", "0", 0)]
    [InlineData("1350.65", "0", 1)]
    [InlineData("0", "1213", 0)]
    [InlineData("0", "1212", 1)]
    [InlineData("1", "1", 2)]
    public async Task A_limit_is_reached_only_beyond_itself(string monthly, string increase, int exceeded)
    {
        _harness.Parameters["infracost_monthly_limit"] = monthly;
        _harness.Parameters["infracost_increase_limit"] = increase;
        Assert.Equal(exceeded, (await EstimateAsync(TestData("estimate.json"))).PolicyInputs["infracost"]["exceeded"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_key_goes_by_the_environment_and_is_masked()
    {
        _harness.Parameters["infracost_currency"] = "EUR";
        _harness.Parameters["infracost_additional_args"] = "--usage-file usage.yml";
        var outcome = await EstimateAsync("", exitCode: 1, error: "Error: Invalid API Key: ico-the-key-of-the-test");
        var call = _harness.Commands.Calls[^1];
        Assert.Equal("breakdown --path spacelift.plan.json --format json --no-color --usage-file usage.yml", string.Join(' ', call.Arguments));
        Assert.Equal("ico-the-key-of-the-test", call.Options.Environment["INFRACOST_API_KEY"]);
        Assert.Equal("EUR", call.Options.Environment["INFRACOST_CURRENCY"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'infracost' exited with 1: Error: Invalid API Key: *****", outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("ico-the-key", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_generation_of_infracost_is_refused()
    {
        _harness.Commands.Answer("infracost --version", output: "Infracost v2.1.0");
        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The infracost on the PATH is 'Infracost v2.1.0'", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_switches_on_the_integration_of_the_platform()
    {
        var manifest = File.ReadAllText(Repository.PathOf("plugins", "infracost", "plugin.yaml"));
        Assert.DoesNotContain("key: INFRACOST_API_KEY", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("- infracost\n", manifest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "printed nothing")]
    [InlineData("{\"projects\": [", "printed incomplete or invalid JSON")]
    [InlineData("{\"error\": \"quota\"}", "$ has no 'projects'")]
    [InlineData("{\"projects\": {}}", "$.projects is not a list")]
    [InlineData("{\"projects\": [], \"totalMonthlyCost\": \"much\"}", "$.totalMonthlyCost is not a number")]
    public async Task Output_that_is_not_an_estimate_fails_the_hook(string output, string message)
    {
        var outcome = await EstimateAsync(output);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Fact]
    public async Task A_project_that_could_not_be_read_fails_the_hook()
    {
        var outcome = await EstimateAsync(TestData("errors.json"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Infracost could not estimate the whole plan: Error loading Terraform modules: module.db is private", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_without_costs_is_an_estimate()
    {
        var outcome = await EstimateAsync("""{"projects": [], "currency": "USD", "totalMonthlyCost": null}""");
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("| Monthly cost | 0.00 USD | 0.00 USD | no change |", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Contains("Infracost estimated no project, or returned no total.", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.False((bool)outcome.PolicyInputs["infracost"]["estimated"]!);
    }

    [Theory]
    [InlineData("""{"projects": [], "totalMonthlyCost": "0"}""")]
    [InlineData("""{"projects": [{}], "totalMonthlyCost": null}""")]
    [Attack("tool output", "an empty estimate, or one without a total, although the installer has set a limit", "the hook fails")]
    public async Task No_estimate_is_not_below_a_limit(string output)
    {
        _harness.Parameters["infracost_monthly_limit"] = "100";
        var outcome = await EstimateAsync(output);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("There is nothing to compare with the limit.", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Fact]
    public async Task Thousands_of_resources_are_cut_with_a_count()
    {
        var resources = Enumerable.Range(1, 5000).Select(i => (JsonNode)new JsonObject { ["name"] = $"aws_instance.web[{i}]", ["monthlyCost"] = $"{i}" });
        var document = new JsonObject
        {
            ["projects"] = new JsonArray(new JsonObject { ["breakdown"] = new JsonObject { ["resources"] = new JsonArray([.. resources]) } }),
            ["totalMonthlyCost"] = "12502500",
        };
        var outcome = await EstimateAsync(document.ToJsonString());
        Assert.Contains("4900 more resources with smaller changes are not shown.", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Equal(4800, (int?)outcome.PolicyInputs["infracost"]["omitted"]);
        Assert.InRange(Encoding.UTF8.GetByteCount(outcome.PolicyInputs["infracost"].ToJsonString()), 1, 100_000);
    }

    static string TestData(string file) => File.ReadAllText(Repository.PathOf("plugins", "infracost", "testdata", file));

    Task<HookOutcome> EstimateAsync(string output, int exitCode = 0, string error = "")
    {
        _harness.Commands.Answer("infracost --version", output: "Infracost v0.10.46");
        _harness.Commands.Answer("infracost breakdown", exitCode, output, error);
        return _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
    }
}
