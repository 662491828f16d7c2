using YamlDotNet.RepresentationModel;

namespace Spaceforge.Worker.Tests.Containers;

/// <summary>The parts of a one-context manifest that the platform uses: files to mount, and the commands of each phase.</summary>
sealed record Manifest(IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, IReadOnlyList<string>> Hooks)
{
    public static Manifest Read(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var context = (YamlMappingNode)Assert.Single((YamlSequenceNode)stream.Documents.Single().RootNode["contexts"]);
        return new Manifest(
            ((YamlSequenceNode)context["mounted_files"]).ToDictionary(file => Text(file["path"]), file => Text(file["content"])),
            ((YamlMappingNode)context["hooks"]).ToDictionary(
                phase => Text(phase.Key), IReadOnlyList<string> (phase) => [.. ((YamlSequenceNode)phase.Value).Select(Text)]));
    }

    /// <summary>The manifest with a part of a payload that is not whole.</summary>
    /// <param name="part">The part's path.</param>
    /// <param name="damage">What happened: <c>changed</c>, <c>cut</c>, <c>another</c> or <c>gone</c>.</param>
    /// <param name="another">The path of the file whose content it has where it is another.</param>
    public Manifest Damaged(string part, string damage, string another)
    {
        var files = new Dictionary<string, string>(Files);
        switch (damage)
        {
            case "changed":
                files[part] = files[part][..100] + (files[part][100] == 'A' ? 'B' : 'A') + files[part][101..];
                break;
            case "cut":
                files[part] = files[part][..400];
                break;
            case "another":
                files[part] = files[another];
                break;
            case "gone":
                files.Remove(part);
                break;
            default:
                throw new ArgumentException($"There is no damage '{damage}'.", nameof(damage));
        }

        return this with { Files = files };
    }

    /// <summary>The manifest with a payload in two parts, which have these numbers.</summary>
    public Manifest InTwo(string payload, string first, string second)
    {
        var files = new Dictionary<string, string>(Files);
        var parts = files.Keys.Where(path => path.StartsWith($"{payload}.", StringComparison.Ordinal)).ToArray();
        var whole = string.Concat(Enumerable.Range(1, parts.Length).Select(i => files[$"{payload}.{i}"]));
        foreach (var part in parts) files.Remove(part);
        files[$"{payload}.{first}"] = whole[..40_000];
        files[$"{payload}.{second}"] = whole[40_000..];
        var sum = Bench.Sha256(Convert.FromBase64String(whole));
        return new Manifest(files, Hooks.ToDictionary(phase => phase.Key, IReadOnlyList<string> (phase) =>
            [.. phase.Value.Select(command => command.Replace($"{sum} {parts.Length}", $"{sum} 2", StringComparison.Ordinal))]));
    }

    static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
