using Spaceforge.Hooks;
using Spaceforge.Model;

namespace Spaceforge.Cli.Scaffolding.Code;

/// <summary>Writes tests that run each hook of a definition.</summary>
static class TestCode
{
    public static string Write(PluginDefinition definition) => $$"""
        using Spaceforge;
        using Spaceforge.Testing;

        public sealed class {{definition.ClassName}}Tests
        {
        {{CodeText.Indent(string.Join("\n\n", definition.Hooks.Count > 0 ? definition.Hooks.Select(hook => OfHook(hook, definition)) : [OfName(definition)]))}}
        }

        """;

    static string OfHook(Hook hook, PluginDefinition definition) => $$"""
        // Replace this with tests of what the hook does.
        [Fact]
        public async Task {{Sentence(hook)}}_is_not_implemented_yet()
        {
            using var harness = new PluginHarness<{{definition.ClassName}}>();
        {{Values(definition)}}
            var outcome = await harness.RunAsync(Hook.{{hook}}, TestContext.Current.CancellationToken);

            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains("{{HookNames.NameOf(hook)}} is not implemented yet", outcome.Log);
        }
        """;

    static string OfName(PluginDefinition definition) => $$"""
        [Fact]
        public void The_plugin_keeps_its_name() => Assert.Equal({{StringLiteral.Of(definition.Name)}}, new {{definition.ClassName}}().Name);
        """;

    /// <summary>The required parameters.</summary>
    static string Values(PluginDefinition definition) => string.Concat(definition.Parameters
        .Zip(new ParameterTable(definition.Parameters).Ids)
        .Where(parameter => parameter.First.Required)
        .Select(parameter => $"    harness.Parameters[{StringLiteral.Of(parameter.Second)}] = {Value(parameter.First.Type)};\n"));

    static string Value(ParameterType type) => type switch
    {
        ParameterType.Number => "\"1\"",
        ParameterType.Boolean => "\"true\"",
        _ => "\"value\"",
    };

    static string Sentence(Hook hook)
    {
        var name = HookNames.NameOf(hook);
        return char.ToUpperInvariant(name[0]) + name[1..];
    }
}
