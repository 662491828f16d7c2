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
    static readonly byte[] LargeProgram = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i / 20_000))];

    static readonly PluginSource Source = new("plugin.cs", [new SourceFile("plugin.cs", "// the source\n")]);

    public static IReadOnlyList<Finding> Findings(SpaceforgePlugin plugin)
    {
        var findings = new Findings();
        DefinitionValidator.Check(PluginDefinition.Of(plugin, plugin.GetType()), findings);
        return findings.All;
    }

    /// <summary>The forms that a manifest may have.</summary>
    public static string[] Forms => ["source", "portable", "native", "embedded"];

    /// <summary>A program for tests that make many manifests.</summary>
    public static byte[] SmallProgram { get; } = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    public static string Yaml(SpaceforgePlugin plugin, string form = "source") =>
        Yaml(PluginDefinition.Of(plugin, plugin.GetType()), form, SmallProgram);

    /// <summary>A manifest whose program takes several mounted files. Compressing it takes a second.</summary>
    public static string LargeYaml(SpaceforgePlugin plugin, string form) =>
        Yaml(PluginDefinition.Of(plugin, plugin.GetType()), form, LargeProgram);

    public static string Yaml(PluginDefinition definition, string form, byte[]? program = null) =>
        ManifestYaml.Write(Manifest(definition, form, program));

    public static PluginManifest Manifest(PluginDefinition definition, string form, byte[]? program = null) =>
        ManifestBuilder.Build(definition, Launch(definition, form, program ?? SmallProgram));

    /// <summary>A manifest without the text of our scripts, which is always the same.</summary>
    public static string WithoutScripts(PluginDefinition definition, string form)
    {
        var manifest = Manifest(definition, form);
        return ManifestYaml.Write(manifest with
        {
            Contexts =
            [
                .. manifest.Contexts.Select(context => context with
                {
                    MountedFiles = [.. context.MountedFiles.Select(file => IsScript(file) ? file with { Content = "script" } : file)],
                }),
            ],
        });
    }

    static bool IsScript(MountedFile file) => file.Content.StartsWith("#!/bin/sh\n# ", StringComparison.Ordinal);

    /// <summary>Whether a plugin can have a form: the name of an executable contains the version.</summary>
    public static bool Has(PluginDefinition definition, string form) =>
        form != "embedded" || definition.Version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public static WorkerLaunch Launch(PluginDefinition definition, string form, byte[] program) => form switch
    {
        "portable" => WorkerLaunch.FromPortable(
            definition, Source, new PortableProgram("plugin.dll", [1, 2, 3], program, "source 0\nsdk 10.0.1\n")),
        "native" => WorkerLaunch.FromExecutable(definition, new Binary("plugin-1.0.0") { Amd64 = "https://example.com/e" }),
        "embedded" => WorkerLaunch.FromEmbedded(
            definition, Source, [new EmbeddedExecutable("amd64", program), new EmbeddedExecutable("arm64", [1, 2, 3])]),
        _ => WorkerLaunch.FromSource(definition, Source),
    };
}
