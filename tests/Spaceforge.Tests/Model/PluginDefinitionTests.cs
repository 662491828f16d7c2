using Spaceforge.Model;

namespace Spaceforge.Tests.Model;

/// <summary>What is derived from a plugin's declarations.</summary>
public sealed class PluginDefinitionTests
{
    sealed class Hooked : TestPlugin
    {
        [Parameter("Token")]
        public string Token { get; init; } = "";

        public override bool ExportsVariables => true;

        public override IReadOnlyList<string> Labels => ["a"];

        protected override Task AfterRunAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        protected override Task BeforeInitAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Fact]
    public void A_plugin_without_a_main_context_gets_one_at_the_end()
    {
        var plugin = new Hooked { PluginName = "My Plugin", DeclaredContexts = [new("late") { Priority = 1 }] };
        var definition = PluginDefinition.Of(plugin, typeof(Hooked));
        var declared = DeclaredParameters.Of(plugin, typeof(Hooked));

        Assert.Equal(["late", "my plugin"], definition.AllContexts.Select(context => context.NamePrefix));
        Assert.Equal(["late", "my plugin"], declared.AllContexts.Select(context => context.NamePrefix));
        Assert.Equal("Main context for My Plugin", definition.AddedContext!.Description);
        Assert.Equal(["TOKEN"], definition.AddedContext.Env.Select(variable => variable.Key));
        Assert.Equal(("Hooked", true), (definition.ClassName, definition.ExportsVariables));
        Assert.Equal(["a"], definition.Labels);
        Assert.Equal([Hook.BeforeInit, Hook.AfterRun], definition.Hooks);
    }

    [Fact]
    public void The_first_context_with_priority_zero_is_the_main_one()
    {
        var plugin = new Hooked { DeclaredContexts = [new("early") { Priority = -1 }, new("main"), new("other")] };
        var definition = PluginDefinition.Of(plugin, typeof(Hooked));

        Assert.Null(definition.AddedContext);
        Assert.Equal(
            ["early ", "main TOKEN", "other "],
            definition.AllContexts.Select(context => $"{context.NamePrefix} {string.Join(' ', context.Env.Select(one => one.Key))}"));
        Assert.Same(definition.Contexts, definition.AllContexts);
        Assert.Equal(3, DeclaredParameters.Of(plugin, typeof(Hooked)).AllContexts.Count);
    }

    [Theory]
    [InlineData(null, "A Spacelift plugin built with TestPlugin")]
    [InlineData(" \n ", "A Spacelift plugin built with TestPlugin")]
    [InlineData("  Scans. ", "Scans.")]
    public void A_description_is_never_empty(string? given, string expected) => Assert.Equal(
        expected, PluginDefinition.Of(new TestPlugin { DeclaredDescription = given }, typeof(TestPlugin)).Description);

    [Fact]
    public void Priorities_are_different_and_rising() => Assert.Equal(
        [-2, 0, 3],
        ContextPriorities.Of([new("a") { Priority = 3 }, new("b") { Priority = -2 }, new("c") { Priority = 3 }, new("d")]));

    [Fact]
    public void A_reference_is_a_parameter_with_its_id()
    {
        var token = new Parameter("API Token");
        var table = new ParameterTable([new("Other"), token]);
        Assert.Equal((token, "api_token"), table.Get("API Token"));
        // An equal parameter that is another object does as well.
        Assert.Equal([1], table.Find(new Parameter("API Token")));
    }
}
