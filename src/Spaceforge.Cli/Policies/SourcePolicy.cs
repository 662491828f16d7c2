using Spaceforge.Cli.Manifests;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Policies;

/// <summary>A policy with the file that it comes from.</summary>
sealed record SourcePolicy(PolicyText Text, string File, PolicyPlaces Places)
{
    /// <summary>What is wrong with it beside the rest of its plugin.</summary>
    public IReadOnlyList<PolicyFinding> Unmatched { get; init; } = [];

    /// <summary>The policies of a manifest, with what is wrong with them beside the rest of it.</summary>
    public static IEnumerable<SourcePolicy> Checked(ManifestFile manifest, string file, CodeBodies? code = null)
    {
        var first = manifest.Manifest.Policies.Index().FirstOrDefault(policy => policy.Item.Type == PolicyType.Plan).Index;
        var found = PolicyBodies.Unmatched(manifest.Manifest, code?.Texts)
            .ToLookup(entry => entry.Policy < 0 ? first : entry.Policy, entry => entry.Finding);
        return Of(manifest, file, code).Select((policy, index) => policy with { Unmatched = [.. found[index]] });
    }

    /// <summary>The policies of a manifest.</summary>
    /// <param name="file">The file in which findings are reported.</param>
    /// <param name="code">The C# that the manifest was made from, if they are reported there; otherwise null.</param>
    public static IEnumerable<SourcePolicy> Of(ManifestFile manifest, string file, CodeBodies? code = null) =>
        manifest.Manifest.Policies.Select((policy, index) =>
        {
            var body = code?.Find(manifest.Manifest, index);
            var shown = body?.File ?? file;
            return new SourcePolicy(
                PolicyText.Of(policy.NamePrefix, policy.Type.Name, policy.EngineType?.Name, policy.Body) with { File = shown },
                shown, code is null ? PolicyPlaces.In(manifest, index) : PolicyPlaces.In(body));
        });

    /// <summary>A policy in a file of its own.</summary>
    /// <param name="description">The file beside it that says of which type it is; null where there is none.</param>
    public static SourcePolicy Of(LoadedFile file, LoadedFile? description, PolicyKind? kind, RegoVersion? version)
    {
        var body = PolicyFiles.Text(file);
        var said = description is null ? null : PolicyData.Parse(description) as RegoObject;
        var engine = Said(said, "engine_type");
        var known = version ?? engine switch
        {
            "REGO_V0" => RegoVersion.V0,
            "REGO_V1" => RegoVersion.V1,
            _ => null,
        };
        return new SourcePolicy(
            new PolicyText
            {
                Name = Path.GetFileNameWithoutExtension(file.Path),
                Kind = kind ?? PolicyKind.Find(Said(said, "type") ?? Path.GetFileName(file.Folder)),
                Version = known ?? Guess(body),
                NamesEngine = known is not null,
                Body = body,
                File = file.Path,
            },
            file.Path, PolicyPlaces.Whole);
    }

    /// <summary>Reads a policy in a file of its own, and the file beside it that says of which type it is.</summary>
    /// <exception cref="PolicyLoadException">It cannot be read.</exception>
    public static SourcePolicy Read(string path, PolicyKind? kind, RegoVersion? version)
    {
        var files = new PolicyFiles([]);
        files.Add(path);
        foreach (var ending in (string[])[".yml", ".yaml"])
        {
            if (Path.ChangeExtension(path, ending) is var description && System.IO.File.Exists(description)) files.Add(description);
        }

        return Of(files.Files[0], files.Files.Count > 1 ? files.Files[1] : null, kind, version);
    }

    /// <summary>v1 where it is that, or neither.</summary>
    public static RegoVersion Guess(string body)
    {
        RegoModule.TryParse(body, "", RegoVersion.V1, out var errors);
        if (errors.Count == 0) return RegoVersion.V1;
        RegoModule.TryParse(body, "", RegoVersion.V0, out var older);
        return older.Count == 0 ? RegoVersion.V0 : RegoVersion.V1;
    }

    /// <summary>The type whose rules a body defines; null where several would do.</summary>
    public static PolicyKind? GuessKind(RegoModule module)
    {
        var names = module.Rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        names.ExceptWith(["sample", "flag", "reset_flag"]);
        var best = PolicyKind.All.Where(kind => kind.InPlugins)
            .Select(kind => (Kind: kind, Count: kind.Rules.Count(rule => names.Contains(rule.Name))))
            .Where(candidate => candidate.Count > 0)
            .OrderByDescending(candidate => candidate.Count).ToArray();
        return best.Length == 1 || (best.Length > 1 && best[0].Count > best[1].Count) ? best[0].Kind : null;
    }

    static string? Said(RegoObject? said, string key) => said?[key] is RegoString text ? text.Value : null;
}
