using Spaceforge.Launching;
using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Sources;
using Spaceforge.Validation;

namespace Spaceforge.Tests.Manifests;

/// <summary>What <c>generate</c> makes of a plugin, without its program around it.</summary>
static class Generated
{
    // Three parts, none of which is like another.
    static readonly byte[] Program = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i / 20_000))];

    static readonly PluginSource Source = new("plugin.cs", [new SourceFile("plugin.cs", "// the source\n")]);

    public static IReadOnlyList<Finding> Findings(SpaceforgePlugin plugin)
    {
        var findings = new Findings();
        DefinitionValidator.Check(PluginDefinition.Of(plugin, plugin.GetType()), findings);
        return findings.All;
    }

    /// <summary>The forms that a manifest may have.</summary>
    public static string[] Forms => ["source", "portable", "native", "embedded"];

    public static string Yaml(SpaceforgePlugin plugin, string form = "source")
    {
        var definition = PluginDefinition.Of(plugin, plugin.GetType());
        var launch = form switch
        {
            "portable" => WorkerLaunch.FromPortable(
                definition, Source, new PortableProgram("plugin.dll", [1, 2, 3], Program, "source 0\nsdk 10.0.1\n")),
            "native" => WorkerLaunch.FromExecutable(definition, new Binary("plugin-1.0.0") { Amd64 = "https://example.com/e" }),
            "embedded" => WorkerLaunch.FromEmbedded(
                definition, Source, [new EmbeddedExecutable("amd64", Program), new EmbeddedExecutable("arm64", [1, 2, 3])]),
            _ => WorkerLaunch.FromSource(definition, Source),
        };
        return ManifestYaml.Write(ManifestBuilder.Build(definition, launch));
    }
}
