using Spaceforge.Analyzers.Contexts;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Variables of contexts, and what refers to parameters.</summary>
public sealed class VariableTests
{
    [Theory]
    [InlineData("""{|SF0303:new("X")|}""")]
    [InlineData("""{|SF0303:new Variable("X", null)|} { Sensitive = true }""")]
    [InlineData("""{|SF0304:new("X", "1")|} { ValueFromParameter = Secret }""")]
    [InlineData("""{|SF0304:new Variable("X", $"{1}")|} { ValueFromParameter = "secret" }""")]
    [InlineData("""Variable.From("X", Secret) with { {|SF0307:Sensitive = false|} }""")]
    [InlineData("""new("X") { ValueFromParameter = "Secret", {|SF0307:Sensitive = false|} }""")]
    [InlineData("""new("X") { ValueFromParameter = "token", {|SF0307:Sensitive = false|} }""")]
    public Task A_wrong_variable_is_found(string variable) => PluginCode.FindsAsync<VariableAnalyzer>(With(variable));

    [Theory]
    [InlineData("""new("X", "")""")]
    [InlineData("""Variable.From("X", Secret)""")]
    [InlineData("""Variable.From("X", Secret) with { Sensitive = true }""")]
    [InlineData("""Variable.From("X", Plain) with { Sensitive = false }""")]
    [InlineData("""new Variable("X") with { ValueFromParameter = Plain }""")]
    [InlineData("""new("X", Environment.GetEnvironmentVariable("Y")) { ValueFromParameter = Plain }""")]
    [InlineData("""new("X") { ValueFromParameter = Unknown(), Sensitive = false }""")]
    [InlineData(""".. new[] { "X" }.Select(name => new Variable(name)).Select(variable => variable with { Value = "1" })""")]
    public Task A_right_or_uncertain_variable_is_left_alone(string variable) => PluginCode.FindsAsync<VariableAnalyzer>(With(variable));

    [Theory]
    [InlineData("""Variable.From("X", {|SF0305:"secrt"|})""")]
    [InlineData("""new("X") { ValueFromParameter = {|SF0305:"nope"|} }""")]
    [InlineData("""Variable.From("X", {|SF0305:Forgotten|})""")]
    public Task An_unknown_parameter_is_found(string variable) => PluginCode.FindsAsync<ParameterReferenceAnalyzer>(With(variable));

    [Theory]
    [InlineData("""Variable.From("X", "secret")""")]
    [InlineData("""Variable.From("X", "Secret")""")]
    [InlineData("""Variable.From("X", "given_id")""")]
    [InlineData("""Variable.From("X", "token")""")]
    [InlineData("""Variable.From("X", Secret)""")]
    [InlineData("""Variable.From("X", Unknown())""")]
    [InlineData("""Variable.From("X", Equal)""")]
    public Task A_known_or_uncertain_parameter_is_left_alone(string variable) =>
        PluginCode.FindsAsync<ParameterReferenceAnalyzer>(With(variable));

    [Fact]
    public Task The_secret_of_a_webhook_refers_to_a_parameter_too() => PluginCode.FindsAsync<ParameterReferenceAnalyzer>(PluginCode.Plugin(
        """public override IReadOnlyList<Webhook> Webhooks => [new("w", "https://example.com") { SecretFromParameter = {|SF0305:"nope"|} }];"""));

    [Theory]
    [InlineData("public override IReadOnlyList<Parameter> Parameters => [.. Others()];\nstatic Parameter[] Others() => [];")]
    [InlineData("public override IReadOnlyList<Parameter> Parameters { get { var list = new List<Parameter>(); return list; } }")]
    [InlineData(
        "static readonly string Id = Guid.NewGuid().ToString();\npublic override IReadOnlyList<Parameter> Parameters => [new(\"A\") { Id = Id, Required = true }];")]
    public Task Parameters_that_are_not_spelt_out_can_be_any(string members) => PluginCode.FindsAsync<ParameterReferenceAnalyzer>(
        PluginCode.Plugin($"{members}\nstatic readonly Variable X = Variable.From(\"X\", \"nope\");"));

    [Fact]
    public Task An_abstract_class_does_not_know_the_parameters_of_those_below() => PluginCode.FindsAsync<ParameterReferenceAnalyzer>(
        """abstract class Base : SpaceforgePlugin { protected static readonly Variable X = Variable.From("X", "nope"); }""");

    [Theory]
    [InlineData("get { return [Secret]; }", "secret")]
    [InlineData("get => new[] { Secret };", "secret")]
    [InlineData("get; } = [Secret]; int Unused { get;", "secret")]
    public Task Lists_of_every_form_are_read(string accessors, string id) =>
        PluginCode.FindsAsync<ParameterReferenceAnalyzer>(PluginCode.Plugin(
        $$"""
        static readonly Parameter Secret = new("Secret") { Required = true };
        public override IReadOnlyList<Parameter> Parameters { {{accessors}} }
        static readonly Variable X = Variable.From("X", "{{id}}");
        static readonly Variable Y = Variable.From("Y", {|SF0305:"nope"|});
        """));

    [Theory]
    [InlineData("""Variable.From("X", {|SF0305:"secrt"|})""", """Variable.From("X", "secret")""")]
    [InlineData("""Variable.From("X", {|SF0305:"givenId"|})""", """Variable.From("X", "given_id")""")]
    public Task The_parameter_that_was_meant_is_written(string code, string result) =>
        PluginCode.FixesAsync<ParameterReferenceAnalyzer, ReplaceTextFix>(With(code), With(result));

    [Fact]
    public Task Where_no_parameter_is_near_nothing_is_offered() =>
        PluginCode.OffersNothingAsync<ParameterReferenceAnalyzer, ReplaceTextFix>(With("""Variable.From("X", {|SF0305:"nope"|})"""));

    [Theory]
    [InlineData("""{|SF0304:new("X", "1")|} { ValueFromParameter = Secret }""", """new("X") { ValueFromParameter = Secret }""")]
    [InlineData(
        """{|SF0304:new(Value: "1", Key: "X")|} { ValueFromParameter = Secret }""", """new(Key: "X") { ValueFromParameter = Secret }""")]
    public Task The_value_beside_a_parameter_is_removed(string code, string result) =>
        PluginCode.FixesAsync<VariableAnalyzer, VariableFix>(With(code), With(result));

    [Theory]
    [InlineData("""Variable.From("X", Secret) with { {|SF0307:Sensitive = false|} }""", """Variable.From("X", Secret)""")]
    [InlineData(
        """new("X") { {|SF0307:Sensitive = false|}, ValueFromParameter = Secret }""", """new("X") { ValueFromParameter = Secret }""")]
    public Task A_secret_is_no_longer_plain(string code, string result) =>
        PluginCode.FixesAsync<VariableAnalyzer, RemoveAssignmentFix>(With(code), With(result));

    static string With(string variable) => PluginCode.Plugin(
        $$"""
        static readonly Parameter Secret = new("Secret") { Required = true, Sensitive = true };
        static readonly Parameter Plain = new("Plain") { Id = "given_id", Default = "x" };
        static readonly Parameter Equal = new("Plain") { Id = "given_id", Default = "x" };
        static readonly Parameter Forgotten = new("Forgotten") { Default = "x" };

        [Parameter("Token", Sensitive = true)]
        public required string Token { get; init; }

        public override IReadOnlyList<Parameter> Parameters => [Secret, Plain];

        public override IReadOnlyList<Context> Contexts => [new("my-plugin") { Env = [{{variable}}] }];

        static Parameter Unknown() => Secret;
        """);
}
