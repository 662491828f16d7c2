using System.Text.RegularExpressions;
using Spaceforge.Sources;

namespace Spaceforge.Cli.Building;

/// <summary>A plugin's C# file and everything it includes.</summary>
sealed partial class PluginSources
{
    readonly List<(string Path, byte[] Content)> _files = [];
    readonly List<FileDirective> _directives = [];

    PluginSources(string pluginFile) => Add(pluginFile);

    /// <summary>Paths and contents, the plugin's own first. Missing files are empty.</summary>
    public IReadOnlyList<(string Path, byte[] Content)> Files => _files;

    /// <summary>All possible directives; the SDK is stricter about their position.</summary>
    public IReadOnlyList<FileDirective> Directives => _directives;

    /// <summary>
    /// Whether these are all files that the directives include: patterns, another SDK or projects can add more.
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

        var content = BuildFile.Read(path) ?? [];
        _files.Add((path, content));
        using var reader = new StreamReader(new MemoryStream(content));
        foreach (var directive in Directive().Matches(reader.ReadToEnd()).SelectMany(match => FileDirective.ReadAll(match.Value)))
        {
            _directives.Add(directive);
            if (directive.Name == "include") Add(Path.GetFullPath(directive.Value, Path.GetDirectoryName(path)!));
        }
    }

    // C# recognizes more line breaks than text files use.
    [GeneratedRegex(@"#:[^\r\n\u0085\u2028\u2029]*")]
    private static partial Regex Directive();
}
