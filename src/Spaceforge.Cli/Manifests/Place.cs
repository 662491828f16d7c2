using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>A position in a text, counted from 1.</summary>
readonly record struct Place(long Line, long Column)
{
    public static Place Of(YamlNode node) => new(Math.Max(1, node.Start.Line), Math.Max(1, node.Start.Column));
}
