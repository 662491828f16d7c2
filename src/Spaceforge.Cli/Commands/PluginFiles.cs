using System.Text;
using Microsoft.Extensions.FileSystemGlobbing;
using Spaceforge.Cli.Building;
using Spaceforge.Files;

namespace Spaceforge.Cli.Commands;

/// <summary>The plugin files that a command line names.</summary>
static class PluginFiles
{
    public const string Default = "plugin.cs";

    /// <summary>What to do in a folder for a new plugin.</summary>
    public const string CreateHint = "Create a plugin with: spaceforge new NAME";

    // Too large for a manifest by far, which generate says.
    const int LargestSource = 100_000_000;

    /// <summary>Full paths of existing C# files or projects. Patterns such as <c>plugins/*/plugin.cs</c> are expanded and sorted.</summary>
    /// <exception cref="UsageException">A name or pattern names no plugin file.</exception>
    public static IReadOnlyList<string> Resolve(IReadOnlyList<string> names, string folder) =>
        [.. (names.Count == 0 ? [Default] : names).SelectMany(name => Expand(name, folder)).Distinct(StringComparer.Ordinal)];

    public static string Resolve(string name, string folder)
    {
        var path = Path.GetFullPath(name, folder);
        if (Directory.Exists(path))
        {
            throw new UsageException(File.Exists(Path.Combine(path, Default))
                ? $"'{name}' is a folder. Did you mean {Path.Combine(name, Default)}?"
                : $"'{name}' is a folder. Name the plugin's C# file or project.");
        }

        if (!File.Exists(path))
        {
            throw new UsageException(
                $"File not found: '{name}'. Name the plugin's C# file or project.{(name == Default && IsNew(folder) ? $" {CreateHint}" : "")}");
        }

        if (Path.GetExtension(path) is not (".cs" or ".csproj"))
        {
            throw new UsageException($"'{name}' is not a C# file or project: a plugin's file ends in .cs or .csproj.");
        }

        if (IsEmpty(path)) throw new UsageException($"'{name}' is empty. {BuildHints.PluginClass}");

        return path;
    }

    /// <summary>Whether the folder is for a new plugin: it contains only what a tool or git put there.</summary>
    public static bool IsNew(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).All(entry => Path.GetFileName(entry).StartsWith('.'));

    static bool IsEmpty(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(NamedFile.Read(path, LargestSource)).AsSpan().Trim('\uFEFF').Trim().IsEmpty;
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    static IEnumerable<string> Expand(string name, string folder)
    {
        if (!name.AsSpan().ContainsAny('*', '?') || File.Exists(Path.GetFullPath(name, folder))) return [Resolve(name, folder)];

        var matcher = new Matcher(StringComparison.Ordinal);
        // Patterns are relative to the matcher's folder, so a pattern that is rooted or starts with .. is split at its first wildcard.
        var literal = name[..name.AsSpan().IndexOfAny('*', '?')];
        var start = Path.GetFullPath(literal[..(literal.LastIndexOf('/') + 1)] is { Length: > 0 } prefix ? prefix : ".", folder);
        matcher.AddInclude(name[(literal.LastIndexOf('/') + 1)..]);
        var found = Directory.Exists(start) ? matcher.GetResultsInFullPath(start).Order(StringComparer.Ordinal).ToArray() : [];
        return found.Length > 0
            ? found.Select(path => Resolve(path, folder))
            : throw new UsageException($"No file matches '{name}'.");
    }
}
