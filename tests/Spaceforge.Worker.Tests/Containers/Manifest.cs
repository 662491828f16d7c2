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

    static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
