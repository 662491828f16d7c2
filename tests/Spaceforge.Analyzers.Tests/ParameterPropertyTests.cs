using Spaceforge.Analyzers.Parameters;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Parameters that are properties.</summary>
public sealed class ParameterPropertyTests
{
    [Theory]
    [InlineData("public required string A { get; init; } {|SF0203:= \"x\"|};")]
    [InlineData("public required int A { get; init; } {|SF0203:= 3|};")]
    [InlineData("public string? {|SF0204:A|} { get; init; }")]
    [InlineData("public int? {|SF0204:A|} { get; init; }")]
    [InlineData("public string {|SF0204:A|} { get; init; } = null!;")]
    [InlineData("public {|SF0208:int[]|} A { get; init; } = [];")]
    [InlineData("public {|SF0208:IReadOnlyDictionary<string, string>|} A { get; init; } = new Dictionary<string, string>();")]
    [InlineData("public required {|SF0208:DateTime|} A { get; init; }")]
    [InlineData("public string {|SF0209:A|} { get; } = \"x\";")]
    [InlineData("public static string {|SF0209:A|} { get; set; } = \"x\";")]
    public Task A_wrong_property_is_found(string property) => PluginCode.FindsAsync<ParameterPropertyAnalyzer>(Property(property));

    [Theory]
    [InlineData("public required string A { get; init; }")]
    [InlineData("public required string A { get; init; } = null!;")]
    [InlineData("public string A { get; init; } = \"\";")]
    [InlineData("public string[] A { get; init; } = [];")]
    [InlineData("public required IReadOnlyList<string> A { get; init; }")]
    [InlineData("internal DayOfWeek A { get; set; }")]
    [InlineData("public DayOfWeek? A { get; init; } = DayOfWeek.Friday;")]
    [InlineData("public bool A { get; init; }")]
    [InlineData("public decimal A { get; init; } = 0.5m;")]
    [InlineData("public ulong? A { get; init; } = 1;")]
    [InlineData("public string A { get => field ?? \"x\"; init; }")]
    public Task A_right_property_is_left_alone(string property) => PluginCode.FindsAsync<ParameterPropertyAnalyzer>(Property(property));

    [Fact]
    public Task A_property_that_a_constructor_sets_is_left_alone() => PluginCode.FindsAsync<ParameterPropertyAnalyzer>(
        PluginCode.Plugin("[Parameter(\"A\")]\npublic string A { get; init; }\npublic MyPlugin() => A = \"x\";"));

    [Fact]
    public Task A_property_of_another_class_is_left_alone() =>
        PluginCode.FindsAsync<ParameterPropertyAnalyzer>("class C { [Parameter(\"A\")] public string[]? A { get; } }");

    [Fact]
    public Task An_unwanted_default_is_removed() => PluginCode.FixesAsync<ParameterPropertyAnalyzer, RemoveAssignmentFix>(
        Property("public required string A { get; init; } {|SF0203:= \"x\"|};"), Property("public required string A { get; init; }"));

    [Fact]
    public Task A_property_is_made_required() => PluginCode.FixesAsync<ParameterPropertyAnalyzer, RequiredFix>(
        Property("public string? {|SF0204:A|} { get; init; }"), Property("public required string? A { get; init; }"));

    [Fact]
    public Task A_property_can_be_set() => PluginCode.FixesAsync<ParameterPropertyAnalyzer, InitAccessorFix>(
        Property("public string {|SF0209:A|} { get; } = \"x\";"), Property("public string A { get; init; } = \"x\";"));

    static string Property(string property) => PluginCode.Plugin($"[Parameter(\"A\")]\n{property}");
}
