using Spaceforge.Hosting;
using Spaceforge.Launching;
using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Sources;

namespace Spaceforge.Cli.Scaffolding;

/// <summary>The manifest of a plugin whose definition the tool knows: the one that <c>generate</c> makes of the built plugin.</summary>
static class ScaffoldedManifest
{
    public static ProjectFile Of(PluginDefinition definition, ProjectFile plugin)
    {
        var launch = WorkerLaunch.FromSource(definition, new PluginSource(plugin.Path, [new SourceFile(plugin.Path, plugin.Text)]));
        return new ProjectFile(ManifestGeneration.DefaultOutput, ManifestYaml.Write(ManifestBuilder.Build(definition, launch)));
    }
}
