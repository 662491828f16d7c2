using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>
/// The size of a tree with aliases expanded. Nested aliases grow exponentially, and an alias of its own parent never ends.
/// </summary>
/// <param name="Nodes">The number of values; <see cref="long.MaxValue"/> if it is infinite.</param>
/// <param name="Levels">How deep they are nested.</param>
/// <param name="Length">The length of all texts.</param>
readonly record struct AliasedSize(long Nodes, int Levels, long Length)
{
    static readonly AliasedSize Infinite = new(long.MaxValue, int.MaxValue, long.MaxValue);

    public static AliasedSize Of(YamlNode node) => Of(node, new Dictionary<YamlNode, AliasedSize>(ReferenceEqualityComparer.Instance));

    static AliasedSize Of(YamlNode node, Dictionary<YamlNode, AliasedSize> sizes)
    {
        if (sizes.TryGetValue(node, out var known)) return known;

        // A node that is met again while it is being counted contains itself.
        sizes[node] = Infinite;
        return sizes[node] = node switch
        {
            YamlSequenceNode sequence => Sum(sequence.Children),
            YamlMappingNode mapping => Sum(mapping.Children.SelectMany(entry => (YamlNode[])[entry.Key, entry.Value])),
            YamlScalarNode scalar => new(1, 0, scalar.Value?.Length ?? 0),
            _ => Infinite,
        };

        AliasedSize Sum(IEnumerable<YamlNode> nodes) => nodes.Aggregate(new AliasedSize(1, 1, 0), (sum, inner) =>
        {
            var size = Of(inner, sizes);
            return new(Added(sum.Nodes, size.Nodes), Math.Max(sum.Levels, size.Levels == int.MaxValue ? size.Levels : size.Levels + 1),
                Added(sum.Length, size.Length));
        });
    }

    static long Added(long a, long b) => b > long.MaxValue - a ? long.MaxValue : a + b;
}
