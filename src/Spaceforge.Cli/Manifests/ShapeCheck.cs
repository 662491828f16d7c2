using Spaceforge.Shared.Diagnostics;
using Spaceforge.Validation;
using YamlDotNet.RepresentationModel;
using static Spaceforge.Cli.Manifests.ManifestShape;

namespace Spaceforge.Cli.Manifests;

/// <summary>Compares a YAML tree with the expected structure and reports every difference.</summary>
/// <param name="report">Takes the node, the rule that it breaks, and the message.</param>
sealed class ShapeCheck(Action<YamlNode, Rule, string> report)
{
    // A longer key is not a typo, and comparing it is slow.
    const int LongestTypo = 100;

    /// <param name="node">The value.</param>
    /// <param name="shape">The structure that it must have.</param>
    /// <param name="what">Its name in messages, for example <c>'env' of a context</c>.</param>
    public void Run(YamlNode node, ManifestShape shape, string what)
    {
        switch (shape, node)
        {
            case (Parts parts, YamlMappingNode mapping):
                Check(parts, mapping);
                break;

            case (Keyed keyed, YamlMappingNode mapping):
                foreach (var (key, place, value) in YamlValue.Nodes(mapping))
                {
                    if (keyed.Keys.Contains(key)) Run(value, keyed.Value, $"'{key}'");
                    else report(place, Rules.UnknownHook, RuleTexts.UnknownHook(key));
                }

                break;

            case (Items items, YamlSequenceNode sequence):
                foreach (var item in sequence.Children) Run(item, items.Item, $"an item of {what}");
                break;

            case (Choice choice, YamlScalarNode scalar) when YamlValue.IsText(scalar):
                if (!choice.RuleSaysSo && !choice.Texts.Contains(scalar.Value))
                {
                    report(
                        node,
                        Rules.ValueKind, $"{Capitalized(what)} must be one of {string.Join(", ", choice.Texts)}, not {Describe(shape, node)}.");
                }

                break;

            case (Text, YamlScalarNode scalar) when YamlValue.IsText(scalar):
            case (Flag, YamlScalarNode flag) when YamlValue.KindOf(flag) == YamlKind.Boolean:
            case (Scalar, YamlScalarNode any) when YamlValue.KindOf(any) != YamlKind.Null:
                break;

            default:
                report(node,
                    Rules.ValueKind, $"{Capitalized(what)} must be {Wanted(shape)}, not {Describe(shape, node)}{Remedy(shape, node)}.");
                break;
        }
    }

    void Check(Parts parts, YamlMappingNode mapping)
    {
        foreach (var (key, place, value) in YamlValue.Nodes(mapping))
        {
            if (parts.Properties.FirstOrDefault(property => property.Key == key) is { } property)
            {
                Run(value, property.Shape, $"'{key}' of {char.ToLowerInvariant(parts.Title[0])}{parts.Title[1..]}");
                continue;
            }

            var known = parts.Properties.Select(property => property.Key).ToArray();
            var meant = key.Length > LongestTypo ? null : Nearest.To(key, known);
            report(place, Rules.PropertyUnknown,
                $"{parts.Title} has no property '{key}', and Spacelift ignores it. "
                + (meant is null ? $"Its properties are {string.Join(", ", known)}." : $"Did you mean '{meant}'?"));
        }

        foreach (var property in parts.Properties.Where(property => property.Required && YamlValue.Get(mapping, property.Key) is null))
        {
            report(mapping, Rules.PropertyMissing, $"{parts.Title} needs '{property.Key}'.");
        }
    }

    static string Capitalized(string what) => char.ToUpperInvariant(what[0]) + what[1..];

    static string Wanted(ManifestShape shape) => shape switch
    {
        Text or Choice => "a string",
        Flag => "true or false",
        Scalar => "a string, a number or a boolean",
        Items => "a list",
        _ => "a mapping of keys to values",
    };

    // Strings may be secrets, but not where only a few words are allowed.
    static string Describe(ManifestShape shape, YamlNode node) =>
        shape is Flag or Choice && node is YamlScalarNode { Value: { Length: > 0 and < 20 } word } ? $"'{word}'" : YamlValue.Describe(node);

    static string Remedy(ManifestShape shape, YamlNode node) => (shape, node) switch
    {
        (Text or Choice, YamlScalarNode scalar) when YamlValue.KindOf(scalar) == YamlKind.Null => "; write \"\" for an empty string",
        (_, YamlScalarNode scalar) when YamlValue.KindOf(scalar) == YamlKind.Null => "; leave the key out, or give it a value",
        (Text or Choice, YamlScalarNode) => "; write it in quotes",
        (Flag, YamlScalarNode { Value: "true" or "false" }) => "; write it without quotes",
        _ => "",
    };
}
