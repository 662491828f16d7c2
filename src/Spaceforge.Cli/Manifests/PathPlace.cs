using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>Finds the position in a file of a path from a finding, for example <c>contexts[0].hooks.before_init[2]</c>.</summary>
static class PathPlace
{
    /// <summary>The position of the value, or of its parent if it does not exist.</summary>
    public static Place Of(YamlNode tree, string path)
    {
        var node = tree;
        foreach (var step in path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            var next = node switch
            {
                YamlMappingNode mapping => YamlValue.Get(mapping, step),
                YamlSequenceNode sequence when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
                    && i < sequence.Children.Count => sequence.Children[i],
                _ => null,
            };
            if (next is null) break;

            node = next;
        }

        return Place.Of(node);
    }
}
