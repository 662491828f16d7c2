using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Scaffolding.Code;
using Spaceforge.Cli.Scaffolding.Recovery;
using Spaceforge.Launching;
using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Sources;

namespace Spaceforge.Tests.Scaffolding;

/// <summary>A manifest, the C# that <c>new --from</c> writes for it, and the manifest that this C# makes when it is compiled.</summary>
sealed record RecoveredManifest(RecoveredPlugin Recovered, string Source, SpaceforgePlugin Plugin)
{
    public static RecoveredManifest Of(string yaml)
    {
        var (recovered, source) = Read(yaml);
        return new RecoveredManifest(recovered, source, CompiledPlugin.Create(source));
    }

    public static (RecoveredPlugin Recovered, string Source) Read(string yaml, string className = "RecoveredPlugin")
    {
        var file = ManifestReader.Read(yaml, "plugin.yaml");
        Assert.True(file.IsGood, string.Join('\n', file.Problems));
        var recovered = RecoveredPlugin.From(file, className);
        return (recovered, PluginCode.Write(recovered.Definition, "1.0.0", _ => "nothing."));
    }

    /// <summary>The manifest that <c>generate</c> makes, with other files in place of the plugin's source.</summary>
    public string Yaml(IEnumerable<KeyValuePair<string, string>> files)
    {
        var definition = PluginDefinition.Of(Plugin, Plugin.GetType());
        var source = new PluginSource("plugin.cs", [.. files.Select(file => new SourceFile(file.Key, file.Value))]);
        return ManifestYaml.Write(ManifestBuilder.Build(definition, WorkerLaunch.FromSource(definition, source)));
    }
}
