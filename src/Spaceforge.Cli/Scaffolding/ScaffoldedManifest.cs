using Spaceforge.Hosting;
using Spaceforge.Launching;
using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Sources;

namespace Spaceforge.Cli.Scaffolding;

/// <summary>Generates the manifest of a known definition, identical to what <c>generate</c> writes for the built plugin.</summary>
static class ScaffoldedManifest
{
    public static ProjectFile Of(PluginDefinition definition, ProjectFile plugin)
    {
        var launch = WorkerLaunch.FromSource(definition, new PluginSource(plugin.Path, [new SourceFile(plugin.Path, plugin.Text)]));
        return new ProjectFile(ManifestGeneration.DefaultOutput, ManifestYaml.Write(ManifestBuilder.Build(definition, launch)));
    }
}
