using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>
/// The values of a mapping. A value of the wrong kind counts as missing; <see cref="ShapeCheck"/> reports it.
/// </summary>
/// <param name="Node">Any node, or null; a node that is not a mapping has no values.</param>
readonly record struct YamlParts(YamlNode? Node)
{
    public IEnumerable<string> Keys => Node is YamlMappingNode mapping ? YamlValue.Entries(mapping).Select(entry => entry.Key) : [];

    public YamlNode? Get(string key) => Node is YamlMappingNode mapping ? YamlValue.Get(mapping, key) : null;

    public YamlParts Part(string key) => new(Get(key));

    public IEnumerable<YamlParts> Items(string key) => Nodes(key).Select(node => new YamlParts(node));

    public string? Text(string key) => Get(key) is { } node ? TextOf(node) : null;

    public IReadOnlyList<string> Texts(string key) => [.. Nodes(key).Select(node => TextOf(node) ?? "text")];

    public bool Flag(string key) => Get(key) is YamlScalarNode scalar
        && YamlValue.KindOf(scalar) == YamlKind.Boolean && YamlValue.IsTrue(scalar);

    IEnumerable<YamlNode> Nodes(string key) => Get(key) is YamlSequenceNode sequence ? sequence.Children : [];

    static string? TextOf(YamlNode node) => node is YamlScalarNode scalar && YamlValue.IsText(scalar) ? scalar.Value ?? "" : null;
}
