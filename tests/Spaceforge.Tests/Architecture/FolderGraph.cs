using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Spaceforge.Tests.Architecture;

/// <summary>Which folders of a project use which, read from its sources: by the types that each file names.</summary>
sealed class FolderGraph
{
    /// <summary>The files beside the folders.</summary>
    public const string Top = "(project)";

    readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    FolderGraph()
    {
    }

    public IReadOnlyCollection<string> Folders => _uses.Keys;

    public IReadOnlyCollection<string> UsedBy(string folder) => _uses[folder].Keys;

    /// <param name="project">The project's folder below the repository, for instance <c>src/Spaceforge</c>.</param>
    /// <param name="assembly">The assembly's name, which opens the internals of others to it.</param>
    public static FolderGraph Of(string project, string assembly)
    {
        var root = Repository.PathOf(project);
        var files = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        var sources = files.Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path)).ToList();
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != assembly)
            .Select(path => MetadataReference.CreateFromFile(path));
        var implicitUsings = CSharpSyntaxTree.ParseText("""
            global using System;
            global using System.Collections.Generic;
            global using System.IO;
            global using System.Linq;
            global using System.Net.Http;
            global using System.Threading;
            global using System.Threading.Tasks;
            """);
        var compilation = CSharpCompilation.Create(
            assembly, [.. sources, implicitUsings], libraries,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

        var graph = new FolderGraph();
        foreach (var source in sources)
        {
            var from = FolderOf(root, source.FilePath);
            var uses = graph.Add(from);
            var model = compilation.GetSemanticModel(source);
            foreach (var name in source.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var declared =
                    TypeOf(model.GetSymbolInfo(name))?.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
                if (string.IsNullOrEmpty(declared)) continue;

                var to = FolderOf(root, declared);
                if (to == from) continue;

                graph.Add(to);
                uses.TryAdd(to, $"{Path.GetRelativePath(root, source.FilePath)} names {name.Identifier.ValueText}");
            }
        }

        return graph;
    }

    /// <summary>Each step of a circle, with the file and the type that make it; empty where there is none.</summary>
    public IReadOnlyList<string> FindCircle()
    {
        var finished = new HashSet<string>();
        var path = new List<string>();
        foreach (var folder in Folders)
        {
            if (Visit(folder) is { Count: > 0 } circle) return circle;
        }

        return [];

        IReadOnlyList<string> Visit(string folder)
        {
            if (finished.Contains(folder)) return [];

            var start = path.IndexOf(folder);
            if (start >= 0)
            {
                string[] steps = [.. path[start..], folder];
                return [.. steps.Zip(steps.Skip(1), (from, to) => $"{from} uses {to}: {_uses[from][to]}")];
            }

            path.Add(folder);
            foreach (var used in _uses[folder].Keys)
            {
                if (Visit(used) is { Count: > 0 } circle) return circle;
            }

            path.RemoveAt(path.Count - 1);
            finished.Add(folder);
            return [];
        }
    }

    /// <summary>The folders and what each uses as a picture and a table, the ground floor last. Only for a graph without circles.</summary>
    public string ToMarkdown()
    {
        var height = new Dictionary<string, int>();
        var folders = Folders.OrderByDescending(Height).ThenBy(folder => folder, StringComparer.Ordinal).ToArray();
        var arrows = folders.SelectMany(from => Direct(from).Select(to => $"  {Id(from)} --> {Id(to)}"));
        var rows = folders.Select(
            folder => $"| {folder} | {(_uses[folder].Count == 0 ? "nothing" : string.Join(", ", _uses[folder].Keys))} |");
        return $"""
            ```mermaid
            flowchart TD
            {string.Join('\n', arrows)}
            ```

            | Folder | Uses |
            | --- | --- |
            {string.Join('\n', rows)}
            """;

        int Height(string folder) => height.TryGetValue(folder, out var known)
            ? known
            : height[folder] = _uses[folder].Keys.Select(Height).DefaultIfEmpty(-1).Max() + 1;

        // An arrow that others imply would only hide them.
        IEnumerable<string> Direct(string from) =>
            _uses[from].Keys.Where(to => !_uses[from].Keys.Any(other => other != to && Reaches(other, to)));

        bool Reaches(string from, string to) => _uses[from].Keys.Any(used => used == to || Reaches(used, to));

        static string Id(string folder) => folder == Top ? "project" : folder;
    }

    SortedDictionary<string, string> Add(string folder)
    {
        if (!_uses.TryGetValue(folder, out var uses)) _uses[folder] = uses = new(StringComparer.Ordinal);
        return uses;
    }

    static INamedTypeSymbol? TypeOf(SymbolInfo info) => (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
    {
        INamespaceSymbol or null => null,
        IAliasSymbol alias => alias.Target as INamedTypeSymbol,
        INamedTypeSymbol type => type,
        IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
        { } member => member.ContainingType,
    };

    static string FolderOf(string root, string path)
    {
        var parts = Path.GetRelativePath(root, path).Split('/');
        return parts.Length == 1 ? Top : parts[0];
    }
}
