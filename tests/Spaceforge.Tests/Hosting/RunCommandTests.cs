using Microsoft.Extensions.Logging;

namespace Spaceforge.Tests.Hosting;

/// <summary>A hook on the author's machine and on a worker, through the plugin's own program.</summary>
public sealed class RunCommandTests
{
    sealed class Scanner : SpaceforgePlugin
    {
        static readonly Parameter Token = new("API Token") { Id = "api_token", Required = true, Sensitive = true };
        static readonly Parameter Limit = new("Limit") { Id = "limit", Type = ParameterType.Number, Default = 10 };
        static readonly Parameter Strict = new("Strict") { Id = "strict", Type = ParameterType.Boolean, Default = true };

        public override string Name => "scanner";
        public override IReadOnlyList<Parameter> Parameters => [Token, Limit, Strict];

        public override IReadOnlyList<Context> Contexts =>
        [
            new("scanner") { Env =
                [Variable.From("SECURITY_API_TOKEN", Token), Variable.From("LIMIT", Limit), new("ENDPOINT", "https://example.com")] },
            new("more") { Priority = 1, Env = [Variable.From("STRICT", "Strict")] },
        ];

        protected override Task AfterPlanAsync(CancellationToken cancellationToken)
        {
            Logger.LogInformation(
                "{Token} {Limit} {Strict} {Endpoint}", Env["SECURITY_API_TOKEN"].Length, Env["LIMIT"], Env["STRICT"], Env.Get("ENDPOINT"));
            Logger.LogDebug("token {Token}", Env["SECURITY_API_TOKEN"]);
            return Task.CompletedTask;
        }

        protected override Task BeforeApplyAsync(CancellationToken cancellationToken) =>
            throw new PluginFailedException($"refused {Env["SECURITY_API_TOKEN"]}");

        protected override Task AfterApplyAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("broken");

        protected override Task AfterRunAsync(CancellationToken cancellationToken) => throw new PluginFailedException(Env["NOT_DECLARED"]);
    }

    sealed class Broken : SpaceforgePlugin
    {
        public override string Name => "broken";
        public override IReadOnlyList<Context> Contexts => throw new InvalidOperationException("no contexts today");

        protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    readonly TestConsole _console = new();

    [Fact]
    public async Task A_hook_is_announced_run_and_reported()
    {
        Assert.Equal(0, await _console.RunAsync<Scanner>("run", "after_plan", "--param", "api_token=12345678"));
        Assert.Equal(
            """
            [SpaceForge] Running hook: after_plan
            [local] (scanner) 8 10 true https://example.com
            [local] (scanner) token *****
            [SpaceForge] Hook completed: after_plan

            """,
            _console.Error);
    }

    [Fact]
    public async Task Runner_is_another_name_of_run() =>
        Assert.Equal(0, await _console.RunAsync<Scanner>("runner", "after_plan", "--param", "api_token=12345678"));

    [Theory]
    [InlineData("1", "--param wins", "API_TOKEN=22", "SECURITY_API_TOKEN=333", "--param", "api_token=1")]
    [InlineData("3", "then the variable itself", "API_TOKEN=22", "SECURITY_API_TOKEN=333")]
    [InlineData("2", "then the id in upper case", "API_TOKEN=22")]
    public async Task A_value_comes_from_the_nearest_place(string length, string reason, params string[] given)
    {
        foreach (var variable in given.TakeWhile(text => text != "--param"))
        {
            var (name, value) = (variable.Split('=')[0], variable.Split('=')[1]);
            _console.Variables[name] = value;
        }

        Assert.True(await _console.RunAsync<Scanner>(["run", "after_plan", .. given.SkipWhile(text => text != "--param")]) == 0, reason);
        Assert.Contains($"(scanner) {length} 10 true", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_required_parameter_is_named_before_the_hook_starts()
    {
        Assert.Equal(2, await _console.RunAsync<Scanner>("run", "after_plan"));
        Assert.Equal(
            "error: The parameter 'API Token' (api_token) is required and has no value. Export API_TOKEN or SECURITY_API_TOKEN.\n",
            _console.Error);
    }

    [Theory]
    [InlineData("nope=1", "the plugin has api_token, limit, strict")]
    [InlineData("limit=many", "'Limit' (limit) has the value 'many'; it must be a number")]
    [InlineData("strict=yes", "'Strict' (strict) has the value 'yes'; it must be true or false")]
    [InlineData("hunter2", "ID=VALUE")]
    public async Task A_wrong_value_is_refused(string parameter, string message)
    {
        Assert.Equal(2, await _console.RunAsync<Scanner>("run", "after_plan", "--param", "api_token=1", "--param", parameter));
        Assert.Contains(message, _console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Running hook", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_has_a_message_without_secrets_or_a_trace()
    {
        _console.Variables["API_TOKEN"] = "hunter2hunter2";
        Assert.Equal(1, await _console.RunAsync<Scanner>("run", "before_apply"));
        Assert.Equal(
            "[SpaceForge] Running hook: before_apply\n[SpaceForge] Error running hook 'before_apply': refused *****\n", _console.Error);
    }

    [Fact]
    [Attack("API", "a failed hook's error contains line breaks and a platform command", "each line has the prefix")]
    public async Task A_failure_writes_no_lines_of_its_own()
    {
        _console.Variables["API_TOKEN"] = "first\n::add-mask second\r::add-mask third\e[2J";
        Assert.Equal(1, await _console.RunAsync<Scanner>("run", "before_apply"));
        Assert.All(_console.Error.Split('\n')[..^1], line => Assert.StartsWith("[SpaceForge] ", line, StringComparison.Ordinal));
        Assert.Equal(2, await _console.RunAsync<Scanner>("run", "after_plan", "--param", "limit=1\n::add-mask x"));
        Assert.DoesNotContain("\n::add-mask", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_exception_fails_the_hook_and_debug_shows_its_trace()
    {
        (_console.Variables["API_TOKEN"], _console.Variables["SPACELIFT_DEBUG"]) = ("12345678", "true");
        Assert.Equal(1, await _console.RunAsync<Scanner>("run", "after_apply"));
        Assert.Matches(
            @"Error running hook 'after_apply': InvalidOperationException: broken \(.*RunCommandTests\.cs:[0-9]+\)\n", _console.Error);
        Assert.Contains("at Spaceforge.Tests", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_nobody_set_is_named()
    {
        _console.Variables["API_TOKEN"] = "12345678";
        Assert.Equal(1, await _console.RunAsync<Scanner>("run", "after_run"));
        Assert.Contains("'NOT_DECLARED' is not set", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_worker_the_environment_is_as_the_platform_made_it()
    {
        _console.Variables["TF_VAR_spacelift_run_id"] = "01RUN";
        _console.Variables["SECURITY_API_TOKEN"] = "12345678";
        (_console.Variables["LIMIT"], _console.Variables["STRICT"]) = ("7", "false");

        Assert.Equal(0, await _console.RunAsync<Scanner>("run", "after_plan"));

        Assert.Contains("(scanner) 8 7 false (null)\n", _console.Error, StringComparison.Ordinal);
        Assert.Contains("\e[36m[01RUN]\e[0m", _console.Error, StringComparison.Ordinal);
        // Debug lines are for local runs.
        Assert.DoesNotContain("token", _console.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("after_everything", "Use one of before_init, after_init")]
    [InlineData("AfterPlan", "Did you mean after_plan?")]
    [InlineData("before_init", "It has after_plan, before_apply, after_apply, after_run.")]
    public async Task A_missing_hook_is_refused(string hook, string message)
    {
        Assert.Equal(2, await _console.RunAsync<Scanner>("run", hook));
        Assert.Contains($"'{hook}'".Replace(
            "'before_init'", "before_init", StringComparison.Ordinal), _console.Error, StringComparison.Ordinal);
        Assert.Contains(message, _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_throws_is_reported_without_a_trace()
    {
        Assert.Equal(2, await _console.RunAsync<Broken>("run", "after_plan"));
        Assert.Equal("error: The definition of Broken cannot be read: InvalidOperationException: no contexts today\n", _console.Error);
    }
}
