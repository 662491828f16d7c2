using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

enum YamlKind
{
    Text,
    Number,
    Boolean,
    Null,
}

/// <summary>The kinds of values in a YAML tree, by the core schema of YAML 1.2.</summary>
static partial class YamlValue
{
    public static IEnumerable<(string Key, YamlNode Value)> Entries(YamlMappingNode mapping) =>
        mapping.Children.Select(entry => (KeyOf(entry.Key), entry.Value));

    /// <summary>As <see cref="Entries"/>, with the nodes of the keys.</summary>
    public static IEnumerable<(string Key, YamlNode Node, YamlNode Value)> Nodes(YamlMappingNode mapping) =>
        mapping.Children.Select(entry => (KeyOf(entry.Key), entry.Key, entry.Value));

    public static YamlNode? Get(YamlMappingNode mapping, string key) =>
        mapping.Children.FirstOrDefault(entry => KeyOf(entry.Key) == key).Value;

    public static bool IsTrue(YamlScalarNode scalar) => scalar.Value is "true" or "True" or "TRUE";

    public static bool IsText(YamlScalarNode scalar) => KindOf(scalar) == YamlKind.Text;

    public static YamlKind KindOf(YamlScalarNode scalar) => scalar switch
    {
        { Tag: { IsEmpty: false, IsNonSpecific: false } tag } => tag.Value switch
        {
            "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" => YamlKind.Number,
            "tag:yaml.org,2002:bool" => YamlKind.Boolean,
            "tag:yaml.org,2002:null" => YamlKind.Null,
            _ => YamlKind.Text,
        },
        { Style: not ScalarStyle.Plain } => YamlKind.Text,
        { Value: null or "" or "~" or "null" or "Null" or "NULL" } => YamlKind.Null,
        { Value: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" } => YamlKind.Boolean,
        { Value: { } value } when Number().IsMatch(value) => YamlKind.Number,
        _ => YamlKind.Text,
    };

    /// <summary>The value's kind, in words.</summary>
    public static string Describe(YamlNode node) => node switch
    {
        YamlSequenceNode => "a list",
        YamlMappingNode => "a mapping",
        YamlScalarNode scalar => KindOf(scalar) switch
        {
            YamlKind.Null => "empty",
            YamlKind.Number => "a number",
            YamlKind.Boolean => "a boolean",
            _ => "a string",
        },
        _ => "an alias of its parent",
    };

    static string KeyOf(YamlNode node) => (node as YamlScalarNode)?.Value ?? Describe(node);

    [GeneratedRegex(
        @"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex Number();
}
