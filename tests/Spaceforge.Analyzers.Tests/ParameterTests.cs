using Spaceforge.Analyzers.Parameters;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Parameters that are declared in full.</summary>
public sealed class ParameterTests
{
    [Theory]
    [InlineData("""static readonly Parameter A = new("A") { Required = true, {|SF0203:Default = "x"|} };""")]
    [InlineData("""static readonly Parameter A = {|SF0204:new("A")|};""")]
    [InlineData("""static readonly Parameter A = {|SF0204:new Parameter("A")|} { Required = false, Default = null };""")]
    [InlineData("""public override IReadOnlyList<Parameter> Parameters => [{|SF0204:new("A")|} { Description = "b" }];""")]
    [InlineData("""static readonly Parameter A = {|SF0204:new Parameter("A") with|} { Description = "b" };""")]
    [InlineData("""static readonly Parameter A = new("A") { Default = {|SF0205:30|} };""")]
    [InlineData("""static readonly Parameter A = new("A") { Default = {|SF0205:true|} };""")]
    [InlineData("""static readonly Parameter A = new("A") { Type = ParameterType.Number, Default = {|SF0205:"30"|} };""")]
    [InlineData("""static readonly Parameter A = new("A") { Type = ParameterType.Boolean, Default = {|SF0205:0.5|} };""")]
    [InlineData("""static readonly Parameter A = new("A") { Type = ParameterType.Number, Default = {|SF0205:double.NaN|} };""")]
    public Task A_wrong_parameter_is_found(string members) => PluginCode.FindsAsync<ParameterAnalyzer>(PluginCode.Plugin(members));

    [Theory]
    [InlineData("""static readonly Parameter A = new("A") { Required = true };""")]
    [InlineData("""static readonly Parameter A = new("A") { Default = "x" };""")]
    [InlineData("""static readonly Parameter A = new("A") { Type = ParameterType.Number, Default = -0.5m };""")]
    [InlineData("""static readonly Parameter A = new("A") { Type = ParameterType.Boolean, Default = false };""")]
    [InlineData("""static readonly Parameter A = new Parameter("A") with { Default = "x" };""")]
    [InlineData("""static readonly Parameter Base = new("A"); static readonly Parameter A = Base with { Required = true };""")]
    [InlineData("""static Parameter Text(string name) => new(name) { Description = name };""")]
    [InlineData(
        """public override IReadOnlyList<Parameter> Parameters => [.. new[] { "A" }.Select(name => new Parameter(name)).Select(parameter => parameter with { Required = true })];""")]
    [InlineData("""static Parameter Text(bool required) => new("A") { Required = required, Default = "x" };""")]
    [InlineData("""static Parameter Text(ParameterType type, ParameterValue value) => new("A") { Type = type, Default = value };""")]
    [InlineData("""static Parameter Text(ParameterType type) => new("A") { Type = type, Default = 1 };""")]
    public Task A_right_or_uncertain_parameter_is_left_alone(string members) =>
        PluginCode.FindsAsync<ParameterAnalyzer>(PluginCode.Plugin(members));

    [Fact]
    public Task A_program_without_the_library_is_left_alone() =>
        PluginCode.FindsAsync<ParameterAnalyzer>("""sealed record Other(string Name); class C { Other O = new("x"); }""");

    [Theory]
    [InlineData("""new("A") { Required = true, {|SF0203:Default = "x"|} }""", """new("A") { Required = true }""")]
    [InlineData("""new("A") { {|SF0203:Default = "x"|}, Required = true }""", """new("A") { Required = true }""")]
    [InlineData("new(\"A\")\n    {\n        Required = true,\n        {|SF0203:Default = \"x\"|},\n    }",
        "new(\"A\")\n    {\n        Required = true,\n    }")]
    public Task An_unwanted_default_is_removed(string code, string result) =>
        PluginCode.FixesAsync<ParameterAnalyzer, RemoveAssignmentFix>(Field(code), Field(result));

    [Theory]
    [InlineData("""{|SF0204:new("A")|}""", """new("A") { Required = true }""")]
    [InlineData("""{|SF0204:new("A")|} { Description = "b" }""", """new("A") { Description = "b", Required = true }""")]
    [InlineData("""{|SF0204:new("A")|} { Required = false }""", """new("A") { Required = true }""")]
    [InlineData("{|SF0204:new(\"A\")|}\n    {\n        Description = \"b\",\n    }",
        "new(\"A\")\n    {\n        Description = \"b\",\n        Required = true,\n    }")]
    public Task A_parameter_is_made_required(string code, string result) =>
        PluginCode.FixesAsync<ParameterAnalyzer, RequiredFix>(Field(code), Field(result));

    [Theory]
    [InlineData("""new("A") { Default = {|SF0205:30|} }""", """new("A") { Default = 30, Type = ParameterType.Number }""")]
    [InlineData("""new("A") { Type = ParameterType.Number, Default = {|SF0205:true|} }""",
        """new("A") { Type = ParameterType.Boolean, Default = true }""")]
    public Task A_parameter_gets_the_type_of_its_default(string code, string result) =>
        PluginCode.FixesAsync<ParameterAnalyzer, ParameterTypeFix>(Field(code), Field(result));

    static string Field(string expression) => PluginCode.Plugin($"static readonly Parameter A = {expression};");
}
