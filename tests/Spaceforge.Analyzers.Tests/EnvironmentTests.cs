using Spaceforge.Analyzers.Variables;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Variables that hooks read, and secrets that they pass on.</summary>
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("""Env[{|SF1005:"NOT_DECLARED"|}]""")]
    [InlineData("""Env.Get({|SF1005:"NOT_DECLARED"|})""")]
    [InlineData("""Env.Get({|SF1005:"NOT_DECLARED"|}, "x")""")]
    [InlineData("""Environment.GetEnvironmentVariable({|SF1005:"NOT_DECLARED"|})""")]
    public Task A_variable_that_nothing_sets_is_found(string read) =>
        PluginCode.FindsAsync<UndeclaredVariableAnalyzer>(Hook($"Logger.LogInformation({read});"));

    [Theory]
    [InlineData("DATABASE_URL")]
    [InlineData("SHARED_BY_FIELD")]
    [InlineData("LITERAL")]
    [InlineData("EXPORTED")]
    [InlineData("TOKEN")]
    [InlineData("MY_SPEED")]
    [InlineData("TF_VAR_spacelift_run_id")]
    [InlineData("SPACELIFT_API_TOKEN")]
    [InlineData("AWS_REGION")]
    [InlineData("PATH")]
    [InlineData("https_proxy")]
    public Task A_variable_that_something_sets_is_left_alone(string name) =>
        PluginCode.FindsAsync<UndeclaredVariableAnalyzer>(Hook($"Logger.LogInformation(Env[\"{name}\"]);"));

    [Theory]
    [InlineData("""Env = [.. Others()]""")]
    [InlineData("""Env = [new(Other, "x")]""")]
    [InlineData("""Hooks = new() { BeforeInit = [$"export {Other}=1"] }""")]
    [InlineData("""Hooks = new() { BeforeInit = [". ./variables"] }""")]
    [InlineData("""Hooks = Commands""")]
    public Task Contexts_that_are_not_spelt_out_can_set_any(string setting) =>
        PluginCode.FindsAsync<UndeclaredVariableAnalyzer>(PluginCode.Plugin(
        $$"""
        static string Other => Environment.MachineName;
        static HookCommands Commands => new();
        static Variable[] Others() => [];
        public override IReadOnlyList<Context> Contexts => [new("c") { {{setting}} }];
        protected override Task AfterPlanAsync(CancellationToken cancellationToken) => SendMarkdownAsync(Env["NOT_DECLARED"]);
        """));

    [Fact]
    public Task A_name_that_is_not_spelt_out_is_left_alone() =>
        PluginCode.FindsAsync<UndeclaredVariableAnalyzer>(Hook("foreach (var name in new[] { \"A\" }) Logger.LogInformation(Env[name]);"));

    [Fact]
    public Task Other_classes_are_left_alone() =>
        PluginCode.FindsAsync<UndeclaredVariableAnalyzer>("class C { string? X => Environment.GetEnvironmentVariable(\"X\"); }");

    [Fact]
    public Task Variables_of_stacks_come_from_the_editor_config() => PluginCode.FindsAsync<UndeclaredVariableAnalyzer>(
        Hook("Logger.LogInformation(Env[\"TEAM\"] + Env[\"REGION\"] + Env[{|SF1005:\"NOT_DECLARED\"|}]);"),
        editorConfig: "spaceforge_stack_variables = TEAM, REGION");

    [Fact]
    public Task The_variable_that_was_meant_is_written() => PluginCode.FixesAsync<UndeclaredVariableAnalyzer, ReplaceTextFix>(
        Hook("Logger.LogInformation(Env[{|SF1005:\"DATABASE_ULR\"|}]);"), Hook("Logger.LogInformation(Env[\"DATABASE_URL\"]);"));

    [Theory]
    [InlineData("""{|SF1010:Env["DATABASE_URL"]|}""")]
    [InlineData("""{|SF1010:$"--url={Env["DATABASE_URL"]}"|}""")]
    [InlineData("""{|SF1010:"--url=" + Env.Get("DATABASE_URL")|}""")]
    [InlineData("""{|SF1010:Env.Get("DATABASE_URL") ?? ""|}""")]
    [InlineData("""{|SF1010:Token|}""")]
    [InlineData("""{|SF1010:Env["SPACELIFT_API_TOKEN"]|}""")]
    [InlineData("""{|SF1010:secret|}""")]
    [InlineData("""{|SF1010:Environment.GetEnvironmentVariable("HIDDEN")|}!""")]
    public Task A_secret_among_the_arguments_is_found(string argument) => PluginCode.FindsAsync<SecretArgumentAnalyzer>(Command(argument));

    [Theory]
    [InlineData("\"--scan\"")]
    [InlineData("""Env["LITERAL"]""")]
    [InlineData("""Env["DATABASE_URL"].Length.ToString()""")]
    [InlineData("""Speed.ToString()""")]
    [InlineData("""plain""")]
    public Task Another_argument_is_left_alone(string argument) => PluginCode.FindsAsync<SecretArgumentAnalyzer>(Command(argument));

    [Fact]
    public Task A_secret_in_the_environment_or_the_input_is_left_alone() => PluginCode.FindsAsync<SecretArgumentAnalyzer>(Hook(
        """await RunCliAsync(new CliOptions { StandardInput = Token, Environment = new Dictionary<string, string?> { ["T"] = Token } }, "tool", "auth");"""));

    static string Command(string argument) => Hook(
        $$"""
        var secret = Env["DATABASE_URL"];
        var plain = Env["LITERAL"];
        await RunCliAsync("tool", "--flag", {{argument}}, plain + secret.Length);
        await RunCliAsync(new CliOptions(), "tool", {{argument}});
        """);

    static string Hook(string statements) => PluginCode.Plugin(
        $$"""
        static readonly Parameter DatabaseUrl = new("Database URL") { Required = true, Sensitive = true };
        static readonly Variable Shared = new("SHARED_BY_FIELD", "x");

        [Parameter("Token", Sensitive = true)]
        public required string Token { get; init; }

        [Parameter("Speed", Variable = "MY_SPEED")]
        public int Speed { get; init; } = 1;

        public override IReadOnlyList<Parameter> Parameters => [DatabaseUrl];

        public override IReadOnlyList<Context> Contexts =>
        [
            new("main") { Env = [Variable.From("DATABASE_URL", "database_url"), Shared] },
            new("more")
            {
                Env = [new("LITERAL", "x"), new("HIDDEN", "x") { Sensitive = true }],
                Hooks = new() { BeforeInit = ["export EXPORTED=\"$(date)\" && true"] },
            },
        ];

        protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            {{statements}}
        }
        """);
}
