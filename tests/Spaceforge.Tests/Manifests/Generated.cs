using Spaceforge.Launching;
using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Sources;
using Spaceforge.Validation;

namespace Spaceforge.Tests.Manifests;

/// <summary>What <c>generate</c> makes of a plugin, without its program around it.</summary>
static class Generated
{
    static readonly PluginSource Source = new("plugin.cs", [new SourceFile("plugin.cs", "// the source\n")]);

    public static IReadOnlyList<Finding> Findings(SpaceforgePlugin plugin)
    {
        var findings = new Findings();
        DefinitionValidator.Check(PluginDefinition.Of(plugin, plugin.GetType()), findings);
        return findings.All;
    }

    public static string Yaml(SpaceforgePlugin plugin)
    {
        var definition = PluginDefinition.Of(plugin, plugin.GetType());
        return ManifestYaml.Write(ManifestBuilder.Build(definition, WorkerLaunch.FromSource(definition, Source)));
    }
}
