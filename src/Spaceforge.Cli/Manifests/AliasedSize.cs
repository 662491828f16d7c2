using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>
/// Counts the values of a tree with aliases expanded. Nested aliases grow exponentially, and an alias of its own parent never ends.
/// </summary>
sealed class AliasedSize
{
    readonly Dictionary<YamlNode, long> _sizes = new(ReferenceEqualityComparer.Instance);

    /// <summary>The number of values; <see cref="long.MaxValue"/> if it is infinite.</summary>
    public long Of(YamlNode node)
    {
        if (_sizes.TryGetValue(node, out var known)) return known;

        // A node that is met again while it is being counted contains itself.
        _sizes[node] = long.MaxValue;
        return _sizes[node] = node switch
        {
            YamlSequenceNode sequence => Sum(sequence.Children),
            YamlMappingNode mapping => Sum(mapping.Children.SelectMany(entry => (YamlNode[])[entry.Key, entry.Value])),
            YamlScalarNode => 1,
            _ => long.MaxValue,
        };
    }

    long Sum(IEnumerable<YamlNode> nodes) =>
        nodes.Aggregate(1L, (sum, node) => Of(node) is var size && size > long.MaxValue - sum ? long.MaxValue : sum + size);
}
