using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>A mapping of a YAML file that tells what it lacks, what it has too much, and where values are of another kind.</summary>
sealed class YamlMapping
{
    readonly string _what;
    readonly Action<YamlNode, bool, string> _report;
    readonly YamlNode _node;
    readonly Dictionary<string, YamlNode> _entries = new(StringComparer.Ordinal);

    /// <param name="node">Any node; what is no mapping is reported, and read as an empty one.</param>
    /// <param name="what">What it is called in messages, for instance <c>a context</c>.</param>
    /// <param name="report">Takes a problem: its node, whether it is an error, and the message.</param>
    public YamlMapping(YamlNode node, string what, Action<YamlNode, bool, string> report)
    {
        (_node, _what, _report) = (node, what, report);
        if (node is not YamlMappingNode mapping)
        {
            report(node, true, $"{what} is a mapping of keys to values, and this is {KindOf(node)}.");
            return;
        }

        foreach (var (key, value) in mapping.Children) _entries[(key as YamlScalarNode)?.Value ?? key.ToString()] = value;
    }

    public IEnumerable<(string Key, YamlNode Value)> Entries => _entries.Select(entry => (entry.Key, entry.Value));

    /// <summary>Warns of keys that the platform passes over in silence.</summary>
    public void Allow(params string[] keys)
    {
        foreach (var (key, value) in _entries.Where(entry => !keys.Contains(entry.Key)))
        {
            _report(value, false, $"{_what} has no '{key}', and Spacelift ignores it; there are {string.Join(", ", keys)}.");
        }
    }

    public YamlNode? Get(string key) => _entries.TryGetValue(key, out var node) && !IsNull(node) ? node : null;

    public string Required(string key)
    {
        if (Text(key) is { } text) return text;

        if (Get(key) is null && _node is YamlMappingNode) _report(_node, true, $"{_what} needs '{key}'.");
        return "";
    }

    /// <summary>A scalar as text, or null.</summary>
    public string? Text(string key)
    {
        if (Get(key) is not { } node) return null;
        if (node is YamlScalarNode scalar) return scalar.Value ?? "";

        _report(node, true, $"'{key}' of {_what} is a text, and this is {KindOf(node)}.");
        return null;
    }

    public bool Flag(string key)
    {
        if (Text(key) is not { } text) return false;
        if (text is "true" or "True" or "TRUE") return true;
        if (text is not ("false" or "False" or "FALSE")) _report(Get(key)!, true, $"'{key}' of {_what} is true or false, and not '{text}'.");
        return false;
    }

    public IReadOnlyList<YamlNode> Items(string key)
    {
        if (Get(key) is not { } node) return [];
        if (node is YamlSequenceNode sequence) return [.. sequence.Children];

        _report(node, true, $"'{key}' of {_what} is a list, and this is {KindOf(node)}.");
        return [];
    }

    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(item =>
    {
        if (item is YamlScalarNode scalar) return scalar.Value ?? "";

        _report(item, true, $"'{key}' of {_what} holds texts, and this is {KindOf(item)}.");
        return "";
    })];

    /// <summary>The type that a plain scalar has in YAML.</summary>
    public static ParameterType TypeOf(YamlNode node) => node is not YamlScalarNode { Style: ScalarStyle.Plain, Value: { } value } ? ParameterType.String
        : value is "true" or "false" ? ParameterType.Boolean
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? ParameterType.Number
        : ParameterType.String;

    static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    static string KindOf(YamlNode node) => node switch
    {
        YamlSequenceNode => "a list",
        YamlMappingNode => "a mapping",
        _ => $"'{(node as YamlScalarNode)?.Value}'",
    };
}
