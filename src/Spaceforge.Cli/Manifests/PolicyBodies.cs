using System.Text.RegularExpressions;
using Spaceforge.Shared.Policies;
using Spaceforge.Validation;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>What is wrong in the bodies of a manifest's policies.</summary>
static partial class PolicyBodies
{
    static readonly Dictionary<string, Rule> Rules = PolicyCodes.All.ToDictionary(
        code => code.Code,
        code => new Rule(code.Code, code.Severity switch
        {
            PolicySeverity.Error => RuleSeverity.Error,
            PolicySeverity.Warning => RuleSeverity.Warning,
            _ => RuleSeverity.Suggestion,
        }, code.Title));

    /// <summary>Findings with their policy's position and their place in its body; -1 for one of the whole manifest.</summary>
    public static IEnumerable<(int Policy, PolicyFinding Finding)> Check(Spaceforge.Manifests.PluginManifest manifest)
    {
        for (var i = 0; i < manifest.Policies.Count; i++)
        {
            var policy = manifest.Policies[i];
            // Those that other rules report.
            if (string.IsNullOrWhiteSpace(policy.Body) || !PolicyType.All.Contains(policy.Type)) continue;
            if (policy.EngineType is { } engine && !PolicyEngineType.All.Contains(engine)) continue;
            foreach (var finding in PolicyCheck.Run(
                PolicyText.Of(policy.NamePrefix, policy.Type.Name, policy.EngineType?.Name, policy.Body)))
            {
                yield return (i, finding);
            }
        }

        foreach (var found in CustomData(manifest)) yield return found;
    }

    /// <summary>The problems of a file, at the characters that are wrong.</summary>
    public static IEnumerable<ManifestProblem> Problems(ManifestFile file)
    {
        var places = new Dictionary<int, BodyPlaces?>();
        foreach (var (policy, finding) in Check(file.Manifest))
        {
            yield return new(file.File, PlaceOf(policy, finding), Rules[finding.Code], finding.Message);
        }

        Place PlaceOf(int policy, PolicyFinding finding)
        {
            if (policy < 0) return PathPlace.Of(file.Tree!, "policies");
            if (!places.TryGetValue(policy, out var body)) places.Add(policy, body = PlacesOf(file, policy));
            return body?.Of(finding.Line, finding.Column) ?? PathPlace.Of(file.Tree!, $"policies[{policy}]");
        }
    }

    /// <summary>As <c>generate</c> reports what is wrong with a definition.</summary>
    public static IEnumerable<(bool IsError, string Text)> Texts(Spaceforge.Manifests.PluginManifest manifest) =>
        Check(manifest).Select(found => (Rules[found.Finding.Code].IsError, found.Policy < 0
            ? new Finding(Rules[found.Finding.Code], "policies", null, found.Finding.Message).ToString()
            : new Finding(
                Rules[found.Finding.Code], $"policies[{found.Policy}]", manifest.Policies[found.Policy].NamePrefix,
                $"line {found.Finding.Line}, column {found.Finding.Column}: {found.Finding.Message}").ToString()));

    /// <summary>Where a policy's characters are in the manifest's YAML; null if it has no body there.</summary>
    public static BodyPlaces? PlacesOf(ManifestFile file, int policy) =>
        Body(file.Tree, policy) is { } scalar ? new BodyPlaces(file.Text, scalar) : null;

    static YamlScalarNode? Body(YamlNode? tree, int policy) =>
        tree is YamlMappingNode root && YamlValue.Get(root, "policies") is YamlSequenceNode list && policy < list.Children.Count
            && list.Children[policy] is YamlMappingNode entry ? YamlValue.Get(entry, "body") as YamlScalarNode : null;

    /// <summary>The custom data that plan policies read, and that the plugin writes by a name that its text shows.</summary>
    /// <param name="code">Code that is not in the manifest as text, or null.</param>
    public static IEnumerable<(string Key, bool IsRead, bool IsWritten)> CustomKeys(
        Spaceforge.Manifests.PluginManifest manifest, string? code)
    {
        var read = manifest.Policies.Where(policy => policy.Type == PolicyType.Plan)
            .SelectMany(policy => Read().Matches(policy.Body)).Select(match => match.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        var written = TextsOf(manifest).Append(code ?? "")
            .SelectMany(text => Written().Matches(text)).Select(match => match.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        return read.Union(written).Order(StringComparer.Ordinal).Select(key => (key, read.Contains(key), written.Contains(key)));
    }

    static string[] TextsOf(Spaceforge.Manifests.PluginManifest manifest) => [.. manifest.Contexts.SelectMany(
        context => context.MountedFiles.Select(file => file.Content).Concat(context.Hooks.SelectMany(hook => hook.Commands)))];

    /// <summary>Custom data that plan policies read and nothing in the plugin writes, and what is written and not read.</summary>
    static IEnumerable<(int Policy, PolicyFinding Finding)> CustomData(Spaceforge.Manifests.PluginManifest manifest)
    {
        var plans = manifest.Policies.Index().Where(p => p.Item.Type == PolicyType.Plan).ToArray();
        if (plans.Length == 0) yield break;
        var texts = TextsOf(manifest);
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, policy) in plans)
        {
            foreach (var match in Read().Matches(policy.Body).Cast<Match>())
            {
                var key = match.Groups["key"];
                if (!read.Add(key.Value) || texts.Any(text => text.Contains(key.Value, StringComparison.Ordinal))) continue;
                var before = policy.Body.AsSpan(0, key.Index);
                yield return (i, new()
                {
                    Code = PolicyCodes.UnwrittenData,
                    Severity = PolicySeverity.Warning,
                    Message = $"Nothing in the plugin writes '{key.Value}.custom.spacelift.json', so the policy finds no '{key.Value}' unless another plugin or the repository has it.",
                    Line = before.Count('\n') + 1,
                    Column = before.Length - before.LastIndexOf('\n'),
                    Length = key.Length,
                });
            }
        }

        var all = plans.Any(p => Whole().IsMatch(p.Item.Body));
        foreach (var key in texts.SelectMany(text => Written().Matches(text).Select(match => match.Groups["key"].Value)).Distinct())
        {
            if (all || read.Contains(key)) continue;
            yield return (-1, new()
            {
                Code = PolicyCodes.UnreadData,
                Severity = PolicySeverity.Suggestion,
                Message = $"The plugin writes '{key}.custom.spacelift.json', and none of its plan policies reads input.third_party_metadata.custom.{key}.",
            });
        }
    }

    [GeneratedRegex("""third_party_metadata\.custom(?:\.(?<key>[A-Za-z_][A-Za-z0-9_]*)|\["(?<key>[^"]+)"\])""")]
    private static partial Regex Read();

    /// <summary>A policy that goes over all of it, or takes it apart elsewhere.</summary>
    [GeneratedRegex("""third_party_metadata(?!\.custom(\.[A-Za-z_]|\["))(?!\.infracost)""")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<key>[A-Za-z0-9_-]+)\.custom\.spacelift\.json|AddToPolicyInput\(\s*""(?<key>[^""]+)""")]
    private static partial Regex Written();
}
