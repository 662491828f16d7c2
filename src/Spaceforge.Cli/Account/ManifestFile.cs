using Spaceforge.Hosting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Account;

/// <summary>A manifest that can be sent, with what sending it needs to know.</summary>
/// <param name="Text">The file as it is.</param>
sealed record ManifestFile(string Path, string Text, string Name, string Description, IReadOnlyList<string> Labels)
{
    static readonly string[] Required = ["name", "version", "description", "author"];

    /// <summary>Reads a manifest, and refuses one that the platform would not take.</summary>
    /// <exception cref="UsageException">There is no such file, it is no YAML, or a property is missing.</exception>
    public static ManifestFile Read(string path)
    {
        var text = ReadText(path);
        var root = Parse(path, text);
        var missing = Required.Where(key => Scalar(root, key) is not { Length: > 0 }).ToArray();
        if (missing.Length > 0) throw new UsageException($"{path} is no manifest that can be sent: it has no {string.Join(" and no ", missing.Select(key => $"'{key}'"))}.");

        return new ManifestFile(path, text, Scalar(root, "name")!, Scalar(root, "description")!, [.. ReadLabels(path, root)]);
    }

    static string ReadText(string path)
    {
        if (Directory.Exists(path)) throw new UsageException($"'{path}' is a folder, not a manifest.");

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no manifest '{path}'. Make it with: spaceforge generate");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {e.Message}", e);
        }
    }

    static YamlMappingNode Parse(string path, string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw new UsageException($"{path} is no manifest: it must be one YAML document with an object.");
        }
        catch (YamlException e)
        {
            throw new UsageException($"{path}({e.Start.Line},{e.Start.Column}): it is no YAML: {e.Message}");
        }
    }

    static IEnumerable<string> ReadLabels(string path, YamlMappingNode root)
    {
        if (!root.Children.TryGetValue("labels", out var node)) return [];

        return node is YamlSequenceNode labels && labels.All(label => label is YamlScalarNode)
            ? labels.Select(label => ((YamlScalarNode)label).Value ?? "")
            : throw new UsageException($"{path}({node.Start.Line},{node.Start.Column}): 'labels' must be a list of texts.");
    }

    static string? Scalar(YamlMappingNode root, string key) => root.Children.TryGetValue(key, out var node) ? (node as YamlScalarNode)?.Value : null;
}
