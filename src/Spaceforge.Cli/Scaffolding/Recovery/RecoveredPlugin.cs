using Spaceforge.Cli.Manifests;
using Spaceforge.Definitions;
using Spaceforge.Launching;
using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Sources;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Scaffolding.Recovery;

/// <summary>A definition that generates a given manifest, and the code that the manifest started.</summary>
/// <param name="Definition">What the plugin declares.</param>
/// <param name="Code">The files with the old plugin's code, by path in its folder.</param>
/// <param name="CodeFile">The one that hooks started, or null if the manifest has none.</param>
/// <param name="Differences">The parts of the manifest that the definition reproduces differently.</param>
sealed record RecoveredPlugin(
    PluginDefinition Definition, IReadOnlyList<KeyValuePair<string, string>> Code, string? CodeFile, IReadOnlyList<string> Differences)
{
    /// <summary>The manifest's text, where the code is the source of a plugin of Spaceforge; otherwise null.</summary>
    public string? ManifestOfSource { get; init; }

    /// <summary>The packages of a Python plugin, or null if it has no <c>requirements.txt</c>.</summary>
    public PythonPackages? Packages => PythonPackages.Of(Code, Definition.Contexts);

    static readonly PluginManifest Nothing = new()
    {
        Name = "",
        Version = "",
        Description = "",
        Author = "",
        Labels = [],
        Parameters = [],
        Contexts = [],
        Webhooks = [],
        Policies = [],
    };

    static readonly string Empty = ManifestYaml.Write(Nothing);

    /// <param name="file">A manifest without errors.</param>
    /// <param name="className">The class of the plugin.</param>
    /// <exception cref="UsageException">The definition breaks a rule; all errors are printed to standard error.</exception>
    public static RecoveredPlugin From(ManifestFile file, string className)
    {
        var manifest = file.Manifest;
        var parts = OwnParts.Of(manifest);
        var declared = ManifestRules.Definition(manifest with { Contexts = parts.Contexts }, new Findings());
        var ways = ContextRecovery.Ways(declared, parts.Main).Select(contexts => Define(declared, parts, contexts, className)).ToArray();
        Check(ways[^1], file.File);

        var wanted = Sections(manifest with { Contexts = parts.Contexts });
        var differences = ways.Select(way => Differing(wanted, way)).ToArray();
        var best = Array.FindIndex(differences, parts => parts.Count == differences.Min(all => all.Count));
        return new RecoveredPlugin(ways[best], [.. parts.Code], parts.CodeFile, differences[best])
        {
            ManifestOfSource = parts.HasSource ? file.Text : null,
        };
    }

    static PluginDefinition Define(PluginDefinition declared, OwnParts parts, IReadOnlyList<Context> contexts, string className) =>
        declared with
        {
            ClassName = className,
            Description = DescriptionText.Clean(declared.Description) is { Length: > 0 } text
            ? text : $"A Spacelift plugin built with {className}",
            Contexts = contexts,
            AddedContext = MainContext.Of(contexts) is null ? MainContext.MadeUp(declared.Name) : null,
            Binaries = parts.Binaries,
            ExportsVariables = parts.ExportsVariables,
            Hooks = parts.Hooks,
        };

    static void Check(PluginDefinition definition, string file)
    {
        var findings = new Findings();
        DefinitionValidator.Check(definition, findings);
        if (!findings.HasErrors) return;

        foreach (var finding in findings.All) Console.Error.WriteLine($"{file}: {finding}");
        throw new UsageException($"'{file}' cannot be converted as it is: fix the errors above in a copy, and convert that. Nothing was written.");
    }

    static List<string> Differing(Dictionary<string, string> wanted, PluginDefinition way)
    {
        var made = ManifestBuilder.Build(way, WorkerLaunch.FromSource(way, new PluginSource("plugin.cs", [])));
        // Starting the plugin needs a context, even if nothing else does.
        var contexts = way is { AddedContext: not null, Contexts.Count: 0 } && wanted["contexts"] == Empty
            ? [] : OwnParts.Of(made).Contexts;
        var sections = Sections(made with { Contexts = contexts });
        return [.. wanted.Where(section => section.Value != sections[section.Key]).Select(section => section.Key)];
    }

    /// <summary>The manifest's parts as text.</summary>
    static Dictionary<string, string> Sections(PluginManifest manifest)
    {
        return new Dictionary<string, PluginManifest>(StringComparer.Ordinal)
        {
            ["name"] = Nothing with { Name = manifest.Name },
            ["version"] = Nothing with { Version = manifest.Version },
            ["description"] = Nothing with { Description = manifest.Description },
            ["author"] = Nothing with { Author = manifest.Author },
            ["labels"] = Nothing with { Labels = manifest.Labels },
            ["parameters"] = Nothing with { Parameters = manifest.Parameters },
            ["contexts"] = Nothing with { Contexts = manifest.Contexts },
            ["webhooks"] = Nothing with { Webhooks = manifest.Webhooks },
            ["policies"] = Nothing with { Policies = manifest.Policies },
        }.ToDictionary(section => section.Key, section => ManifestYaml.Write(section.Value), StringComparer.Ordinal);
    }
}
