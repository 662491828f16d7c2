using System.Text.RegularExpressions;
using Spaceforge.Sources;

namespace Spaceforge.Cli.Building;

/// <summary>The C# file of a plugin and all that it includes.</summary>
sealed partial class PluginSources
{
    readonly List<(string Path, byte[] Content)> _files = [];
    readonly List<FileDirective> _directives = [];

    PluginSources(string pluginFile) => Add(pluginFile);

    /// <summary>Paths and contents, the plugin's own first. One that is not there is empty.</summary>
    public IReadOnlyList<(string Path, byte[] Content)> Files => _files;

    /// <summary>Everything that may be a directive to the SDK: it is stricter about where one can stand.</summary>
    public IReadOnlyList<FileDirective> Directives => _directives;

    /// <summary>
    /// Whether these are all files that the directives bring in: others come by patterns, with another SDK, or belong to a project.
    /// </summary>
    public bool AreAll => _directives.TrueForAll(directive => directive.Name switch
    {
        "include" => !directive.Value.AsSpan().ContainsAny('*', '?', '$'),
        "package" => !directive.Value.Contains('*', StringComparison.Ordinal),
        "property" => !directive.Value.Contains('[', StringComparison.Ordinal),
        _ => false,
    });

    public static PluginSources Read(string pluginFile) => new(pluginFile);

    void Add(string path)
    {
        if (_files.Any(file => file.Path == path)) return;

        var content = File.Exists(path) ? File.ReadAllBytes(path) : [];
        _files.Add((path, content));
        using var reader = new StreamReader(new MemoryStream(content));
        foreach (var directive in Directive().Matches(reader.ReadToEnd()).SelectMany(match => FileDirective.ReadAll(match.Value)))
        {
            _directives.Add(directive);
            if (directive.Name == "include") Add(Path.GetFullPath(directive.Value, Path.GetDirectoryName(path)!));
        }
    }

    // C# knows more line ends than text files have.
    [GeneratedRegex(@"#:[^\r\n\u0085\u2028\u2029]*")]
    private static partial Regex Directive();
}
