namespace Spaceforge.Analyzers.Tests;

/// <summary>Custom data of policies: what they read has a writer in the program, and the reverse.</summary>
public sealed class CustomDataTests
{
    const string Cost = "input.third_party_metadata.custom.cost";

    [Theory]
    // The policy's own text, a variable or a message of that name is no writer.
    [InlineData($"deny contains \"cost of custom.cost\" if {Cost} > 1", "", "SF0713")]
    [InlineData($"cost := {Cost}\\n\\ndeny contains \"x\" if cost > 1", "", "SF0713")]
    [InlineData("deny contains \"x\" if input.third_party_metadata.custom[\"cost\"] > 1", "", "SF0713")]
    [InlineData($"deny contains \"x\" if {Cost} > 1", "Logger.LogInformation(\"cost\");", "SF0713")]
    // Each way to write it.
    [InlineData($"deny contains \"x\" if {Cost} > 1", "AddToPolicyInput(\"cost\", new JsonObject());", "")]
    [InlineData($"deny contains \"x\" if {Cost} > 1", "AddToPolicyInput(name: \"cost\", data: new JsonObject());", "")]
    [InlineData($"deny contains \"x\" if {Cost} > 1", "const string Key = \"cost\"; AddToPolicyInput(Key, new JsonObject());", "")]
    [InlineData($"deny contains \"x\" if {Cost} > 1",
        "foreach (var key in (string[])[\"cost\"]) AddToPolicyInput(key, new JsonObject());", "")]
    [InlineData($"deny contains \"x\" if {Cost} > 1", "System.IO.File.WriteAllText(\"cost.custom.spacelift.json\", \"{}\");", "")]
    [InlineData($"deny contains \"x\" if {Cost} > 1", "System.IO.File.WriteAllText($\"{\"cost\"}.custom.spacelift.json\", \"{}\");", "")]
    // What is written and not read.
    [InlineData("deny contains \"x\" if input.terraform == null", "AddToPolicyInput(\"price\", new JsonObject());", "SF0714")]
    [InlineData("deny contains \"x\" if input.terraform == null",
        "System.IO.File.WriteAllText(\"price.custom.spacelift.json\", \"{}\");", "SF0714")]
    [InlineData($"deny contains \"x\" if {Cost} > 1", "AddToPolicyInput(\"price\", new JsonObject());", "SF0713 SF0714")]
    [InlineData("# input.third_party_metadata.custom.price\\n\\ndeny contains \"x\" if input.terraform == null",
        "AddToPolicyInput(\"price\", new JsonObject());", "SF0714")]
    [InlineData("deny contains \"x\" if input.terraform == null", "_ = \"echo {} >price.custom.spacelift.json\";", "SF0714")]
    // A policy that may read any of it.
    [InlineData("deny contains key if some key, _ in input.third_party_metadata.custom",
        "AddToPolicyInput(\"price\", new JsonObject());", "")]
    [InlineData("data_of := input.third_party_metadata\\n\\ndeny contains \"x\" if data_of.custom.price > 1",
        "AddToPolicyInput(\"price\", new JsonObject());", "")]
    public async Task What_is_read_is_written_and_the_reverse(string rule, string code, string expected)
    {
        var body = rule.Replace("\\n", "\n", StringComparison.Ordinal);
        string[] forms =
        [
            $"\"\"\"\n        package spacelift\n\n        {body.Replace("\n", "\n        ", StringComparison.Ordinal)}\n        \"\"\"",
            $"@\"package spacelift\n\n{body.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            $"\"package spacelift\\n\\n{body.Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        ];
        foreach (var form in forms)
        {
            var program = new PluginProgram($$"""
                using System.Text.Json.Nodes;
                using Microsoft.Extensions.Logging;
                return await SpaceforgePlugin.RunAsync<MyPlugin>(args);

                sealed class MyPlugin : SpaceforgePlugin
                {
                    public override string Name => "my-plugin";
                    public override string? Description => "An example.";
                    public override IReadOnlyList<Policy> Policies =>
                        [new("window", PolicyType.Plan, {{form}}) { EngineType = PolicyEngineType.RegoV1 }];
                    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
                    {
                        await Task.Yield();
                        {{code}}
                    }
                }
                """);
            Assert.Empty(program.Errors);
            var found = (await program.AnalyzeAsync()).Where(diagnostic => diagnostic.Id is "SF0713" or "SF0714").ToArray();
            Assert.Equal(expected, string.Join(' ', found.Select(diagnostic => diagnostic.Id)));
            Assert.All(found, diagnostic => Assert.Contains(
                diagnostic.Location.SourceTree!.ToString().Substring(
                    diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length), (string[])["cost", "price"]));
        }
    }

    [Theory]
    [InlineData("public override IReadOnlyList<Policy> Policies => [];")]
    [InlineData("public override IReadOnlyList<Policy> Policies => [new(\"p\", PolicyType.Plan, File.ReadAllText(\"p.rego\"))];")]
    public async Task Nothing_is_said_of_what_is_meant_for_policies_elsewhere(string policies) => Assert.DoesNotContain(
        await new PluginProgram(PluginCode.Plugin(policies + " protected override Task AfterPlanAsync(CancellationToken c)"
            + " { AddToPolicyInput(\"price\", new System.Text.Json.Nodes.JsonObject()); return Task.CompletedTask; }")).AnalyzeAsync(),
        diagnostic => diagnostic.Id is "SF0713" or "SF0714");
}
