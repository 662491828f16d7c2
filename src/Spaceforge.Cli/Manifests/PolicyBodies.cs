using System.Globalization;
using System.Text.RegularExpressions;
using Spaceforge.Logging;
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
    /// <param name="manifest">The manifest.</param>
    /// <param name="sources">The plugin's source, if it is known.</param>
    public static IEnumerable<(int Policy, PolicyFinding Finding)> Check(
        Spaceforge.Manifests.PluginManifest manifest, IReadOnlyList<string>? sources = null)
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

        foreach (var found in Unmatched(manifest, sources)) yield return found;
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

    /// <summary>As <c>generate</c> reports what is wrong with a definition: at the characters of the C#, where they are known.</summary>
    public static IEnumerable<(bool IsError, string Text)> Texts(Spaceforge.Manifests.PluginManifest manifest, CodeBodies code)
    {
        foreach (var (policy, finding) in Check(manifest, code.Texts))
        {
            var rule = Rules[finding.Code];
            var (place, message) = (policy < 0 ? "policies" : $"policies[{policy}]", finding.Message);
            var name = policy < 0 ? null : manifest.Policies[policy].NamePrefix;
            if (policy >= 0 && code.Find(manifest, policy) is { } found)
            {
                var (line, column) = found.Of(finding.Line, finding.Column);
                yield return (rule.IsError, LogText.OneLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{found.File}:{line}:{column}: {new Finding(rule, place, name, message)}")));
                continue;
            }

            if (policy >= 0)
            {
                message = string.Create(CultureInfo.InvariantCulture, $"line {finding.Line}, column {finding.Column}: {message}");
            }

            yield return (rule.IsError, new Finding(rule, place, name, message).ToString());
        }
    }

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
            .SelectMany(policy => CustomData.Reads(policy.Body).Keys).Select(found => found.Key).ToHashSet(StringComparer.Ordinal);
        var written = CustomData.Writes([.. TextsOf(manifest), code ?? ""], [.. manifest.Policies.Select(policy => policy.Body)])
            .Keys.ToHashSet(StringComparer.Ordinal);
        return read.Union(written).Order(StringComparer.Ordinal).Select(key => (key, read.Contains(key), written.Contains(key)));
    }

    /// <summary>The commands and mounted files, without the parts of compressed programs.</summary>
    static string[] TextsOf(Spaceforge.Manifests.PluginManifest manifest) => [.. manifest.Contexts.SelectMany(
        context => context.MountedFiles.Where(file => !CarriedPayload.IsPart(file.Path)).Select(file => file.Content)
            .Concat(context.Hooks.SelectMany(hook => hook.Commands)))];

    /// <summary>Custom data that plan policies read and nothing in the plugin writes, and what is written and not read.</summary>
    public static IEnumerable<(int Policy, PolicyFinding Finding)> Unmatched(
        Spaceforge.Manifests.PluginManifest manifest, IReadOnlyList<string>? sources)
    {
        var plans = manifest.Policies.Index().Where(policy => policy.Item.Type == PolicyType.Plan)
            .Select(policy => (policy.Index, policy.Item.Body, Reads: CustomData.Reads(policy.Item.Body))).ToArray();
        if (plans.Length == 0) yield break;
        string[] texts = [.. sources ?? [], .. TextsOf(manifest)];
        var written = CustomData.Writes(texts, [.. manifest.Policies.Select(policy => policy.Body)]);
        // A compiled program, or one whose base class is from a package, may write anything.
        var isProgram = sources is not null || manifest.Contexts.SelectMany(context => context.Hooks).SelectMany(hook => hook.Commands)
            .Any(command => command.Contains("launch.sh", StringComparison.Ordinal));
        var isOpaque = isProgram && !texts.Any(text => PluginClass().IsMatch(text));
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, body, reads) in plans)
        {
            foreach (var (key, index) in reads.Keys)
            {
                if (!known.Add(key) || isOpaque || written.Has(key)) continue;
                var (line, column) = BodyIndex.PlaceOf(body, index);
                yield return (i, new()
                {
                    Code = PolicyCodes.UnwrittenData,
                    Severity = PolicySeverity.Warning,
                    Message = CustomData.Unwritten(key),
                    Line = line,
                    Column = column,
                    Length = key.Length,
                });
            }
        }

        foreach (var key in written.Keys)
        {
            if (known.Contains(key) || plans.Any(policy => policy.Reads.All)) continue;
            yield return (-1, new()
            {
                Code = PolicyCodes.UnreadData,
                Severity = PolicySeverity.Suggestion,
                Message = CustomData.Unread(key),
            });
        }
    }

    [GeneratedRegex(@"[:(]\s*(?:Spaceforge\.)?SpaceforgePlugin\b")]
    private static partial Regex PluginClass();
}
