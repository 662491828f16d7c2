namespace Spaceforge.Catalog.Tests;

/// <summary>The plugins of this repository.</summary>
static class Catalog
{
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Repository.PathOf("plugins"), "plugin.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(Path.GetDirectoryName(path)!))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string plugin, params string[] parts) => Path.Combine([Repository.PathOf("plugins", plugin), .. parts]);

    public static string TextOf(string plugin, string file) => File.ReadAllText(PathOf(plugin, file));
}
