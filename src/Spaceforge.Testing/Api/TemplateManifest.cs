using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Testing.Api;

/// <summary>Reads a template's manifest as the platform does, and reports what is wrong with it.</summary>
sealed record TemplateManifest(IReadOnlyList<TemplateParameter> Parameters, string? Mistake)
{
    static readonly string[] Required = ["name", "version", "description", "author"];

    public static TemplateManifest Read(string manifest)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(manifest));
            if (yaml.Documents is not [{ RootNode: YamlMappingNode root }]) return new TemplateManifest([], "it is not an object");

            var missing = Required.Where(key => !root.Children.ContainsKey(key)).Select(key => $"'{key}'").ToArray();
            var parameters = root.Children.TryGetValue("parameters", out var node) && node is YamlSequenceNode sequence
                ? sequence.OfType<YamlMappingNode>() : [];
            return new TemplateManifest(
                [.. parameters.Select(Parameter)], missing.Length > 0 ? $"missing properties {string.Join(", ", missing)}" : null);
        }
        catch (YamlException e)
        {
            return new TemplateManifest([], e.Message);
        }
        // The parser gives up on some texts with exceptions of .NET.
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException
            or NullReferenceException or InvalidCastException)
        {
            return new TemplateManifest([], "it is not valid YAML");
        }
    }

    /// <summary>Why the platform rejects these values, or null.</summary>
    public string? Refuse(IReadOnlyDictionary<string, string> values)
    {
        if (values.Keys.FirstOrDefault(id => Parameters.All(parameter => parameter.Id != id)) is { } unknown)
        {
            return $"unknown parameter: {unknown}";
        }

        return Parameters.FirstOrDefault(parameter => parameter.Required && !values.ContainsKey(parameter.Id)) is { } missing
            ? $"missing required parameter: {missing.Id}"
            : null;
    }

    static TemplateParameter Parameter(YamlMappingNode node)
    {
        var name = Text(node, "name") ?? "";
        return new TemplateParameter(
            Text(node, "id") ?? name, name, Text(node, "type") ?? "string", Text(node, "description"),
            Text(node, "sensitive") == "true", Text(node, "required") == "true", Text(node, "default"));
    }

    static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;
}

sealed record TemplateParameter(string Id, string Name, string Type, string? Description, bool Sensitive, bool Required, string? Default);
