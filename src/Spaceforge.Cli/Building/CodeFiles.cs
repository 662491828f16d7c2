using System.Text;
using Spaceforge.Files;

namespace Spaceforge.Cli.Building;

/// <summary>The C# of a plugin, to tell where something in its manifest comes from.</summary>
static class CodeFiles
{
    const int Largest = 10_000_000;
    const int Most = 2000;

    /// <summary>A file with all that it includes, or those of a project; files that cannot be read are left out.</summary>
    /// <param name="plugin">The .cs or .csproj.</param>
    /// <param name="folder">The folder to which the paths are relative.</param>
    public static IReadOnlyList<(string Path, string Text)> Of(string plugin, string folder)
    {
        var full = Path.GetFullPath(plugin, folder);
        return Path.GetExtension(full) == ".cs"
            ? [.. PluginSources.Read(full).Files.Select(file => (Path.GetRelativePath(folder, file.Path), Text(file.Content)))]
            : OfProject(Path.GetDirectoryName(full)!, folder);
    }

    static List<(string Path, string Text)> OfProject(string project, string folder)
    {
        var found = new List<(string Path, string Text)>();
        try
        {
            using var root = ForeignFolder.Open(project);
            var entries = root.Walk().Where(entry => entry.Kind == ForeignKind.File).Select(entry => entry.Path).ToArray();
            // Tests, for example.
            var others = entries.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) && path.Contains('/'))
                .Select(path => path[..(path.LastIndexOf('/') + 1)]).ToArray();
            foreach (var path in entries.Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && !IsMade(path))
                .Where(path => !others.Any(other => path.StartsWith(other, StringComparison.Ordinal)))
                    .Order(StringComparer.Ordinal).Take(Most))
            {
                if (root.ReadIfThere(path, Largest) is { } content)
                {
                    found.Add((Path.GetRelativePath(folder, Path.Combine(project, path)), Text(content)));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Policies in files that cannot be read have places in their own text.
        }

        return found;
    }

    static bool IsMade(string path) => path.Split('/').Any(part => part is "bin" or "obj" || part.StartsWith('.'));

    static string Text(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
