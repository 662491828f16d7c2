using Spaceforge.Testing;

namespace Spaceforge.Tests.Model;

/// <summary>The values that properties have in hooks, on a worker and on the author's machine.</summary>
public sealed class PropertyValueTests
{
    readonly TestConsole _console = new();

    [Fact]
    public async Task On_a_worker_variables_become_values_before_the_hook_starts()
    {
        OnWorker(("API_TOKEN", "hunter2hunter2"), ("SEVERITY_THRESHOLD", "low"),
            ("RATIO_OF_ALL", "0.25"), ("RETRIES", "3.0"), ("STRICT", "false"), ("NOTE", "a b"), ("AMOUNT", "1e3"));
        Assert.Equal(0, await RunAsync());
        Assert.Contains("token of 14, Low, 0.25, 3, False, 'a b', 1000, 7", _console.Error, StringComparison.Ordinal);
        Assert.Contains("::add-mask hunter2hunter2\n", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_set_or_empty_keeps_its_default_and_an_empty_text_is_a_text()
    {
        OnWorker(("API_TOKEN", "hunter2"), ("AMOUNT", "0"), ("SEVERITY_THRESHOLD", ""), ("RATIO_OF_ALL", ""), ("NOTE", ""));
        Assert.Equal(0, await RunAsync());
        Assert.Contains("token of 7, VeryHigh, 0.5, 0, True, '', 0, 7", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_are_reported_before_the_hook_starts()
    {
        OnWorker(("SEVERITY_THRESHOLD", "1"), ("RATIO_OF_ALL", "0,5"), ("RETRIES", "99999999999"), ("STRICT", "yes"), ("AMOUNT", ""));
        Assert.Equal(2, await RunAsync());
        Assert.Equal(
            """
            error: The parameter 'API Token' (api_token) is required, and its variable API_TOKEN is not set. Set it where the plugin is installed.
            error: The parameter 'Severity Threshold' (severity_threshold) has the value '1' in the variable SEVERITY_THRESHOLD; it must be one of Low, VeryHigh.
            error: The parameter 'Ratio' (share) has the value '0,5' in the variable RATIO_OF_ALL; it must be a number, with a decimal point.
            error: The parameter 'Retries' (retries) has the value '99999999999' in the variable RETRIES; it must be an integer from -2147483648 to 2147483647.
            error: The parameter 'Strict' (strict) has the value 'yes' in the variable STRICT; it must be true or false.
            error: The parameter 'Amount' (amount) is required, and its variable AMOUNT is empty. Set it where the plugin is installed.

            """,
            _console.Error);
    }

    [Fact]
    public async Task A_local_run_takes_values_from_the_command_line_and_from_defaults()
    {
        Assert.Equal(0, await RunAsync(
            "--param", "api_token=12345", "--param", "amount=2.5", "--param", "severity_threshold=LOW", "--param", "share=1"));
        Assert.Contains("token of 5, Low, 1, 0, True, '', 2.5, 7", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_run_names_what_is_missing()
    {
        Assert.Equal(2, await RunAsync("--param", "amount=1"));
        Assert.Contains("'API Token' (api_token) is required and has no value. Export API_TOKEN",
            _console.Error, StringComparison.Ordinal);
    }

    sealed class SecretNumber : TestPlugin
    {
        [Parameter("Pin", Sensitive = true)]
        public required int Pin { get; init; }

        protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Fact]
    public async Task A_secret_is_not_in_its_own_error()
    {
        OnWorker(("PIN", "hunter2"));
        Assert.Equal(
            2, await new Spaceforge.Hosting.PluginHost(typeof(SecretNumber), Activator.CreateInstance<SecretNumber>, _console.Create())
                .RunAsync(["run", "after_plan"], TestContext.Current.CancellationToken));
        Assert.Contains("'*****' in the variable PIN", _console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_harness_takes_values_from_variables()
    {
        using var harness = new PluginHarness<PropertiesPlugin>();
        harness.Parameters["api_token"] = "abcde";
        harness.Environment["AMOUNT"] = "12";
        var outcome = await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Contains("token of 5, VeryHigh, 0.5, 0, True, '', 12, 7", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_harness_takes_an_instance_with_its_values()
    {
        using var harness = new PluginHarness<PropertiesPlugin>(
            () => new PropertiesPlugin { ApiToken = "token-of-the-test", Amount = 3, Retries = 9, Untouched = 8 });
        harness.Parameters["retries"] = "4";
        var outcome = await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Contains("token of 17, VeryHigh, 0.5, 4, True, '', 3, 8", outcome.Log, StringComparison.Ordinal);
    }

    void OnWorker(params (string Name, string Value)[] variables)
    {
        _console.Variables["TF_VAR_spacelift_run_id"] = "01RUN";
        foreach (var (name, value) in variables) _console.Variables[name] = value;
    }

    Task<int> RunAsync(params string[] arguments) =>
        new Spaceforge.Hosting.PluginHost(typeof(PropertiesPlugin), Activator.CreateInstance<PropertiesPlugin>, _console.Create())
            .RunAsync(["run", "after_plan", .. arguments], TestContext.Current.CancellationToken);
}
