using System.Text;
using Microsoft.Extensions.FileSystemGlobbing;
using Spaceforge.Files;

namespace Spaceforge.Cli.Policies;

/// <summary>Reads the policies, tests and data that a command line names: files, and folders with all below them.</summary>
/// <param name="ignored">Patterns of files and folders that are left out.</param>
sealed class PolicyFiles(IReadOnlyList<string> ignored)
{
    public const string Manifest = "plugin.yaml";

    const int LargestPolicy = 16_000_000;
    const int LargestData = 64_000_000;
    const long LargestSum = 512_000_000;
    const int MostFiles = 20_000;
    const int MostEntries = 200_000;
    const int DeepestFolder = 60;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly List<LoadedFile> _files = [];
    readonly HashSet<string> _known = new(StringComparer.Ordinal);
    readonly List<string> _leftOut = [];
    long _sum;

    /// <summary>What was read: policies and data, sorted within each folder that was named.</summary>
    public IReadOnlyList<LoadedFile> Files => _files;

    /// <summary>Links, pipes and devices of such names, which were not read.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <exception cref="PolicyLoadException">It is not there, cannot be read, or is too large.</exception>
    public void Add(string path)
    {
        if (!Directory.Exists(path))
        {
            AddInput(path, Path.GetExtension(path) == ".rego" ? LargestPolicy : LargestData);
            return;
        }

        try
        {
            AddFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyLoadException(e.Message);
        }
    }

    /// <summary>Adds a manifest, and the tests beside it.</summary>
    public void AddManifest(string path, string text)
    {
        _files.Add(new LoadedFile(path, [], Encoding.UTF8.GetBytes(text)) { IsManifest = true });
        var parent = Path.GetDirectoryName(path) ?? "";
        foreach (var folder in (string[])["", "policies", "tests"])
        {
            var below = Path.Combine(parent, folder);
            if (!Directory.Exists(below.Length == 0 ? "." : below)) continue;
            foreach (var test in Directory.GetFiles(below.Length == 0 ? "." : below, "*_test.rego").Order(StringComparer.Ordinal))
            {
                Add(Path.Combine(below, Path.GetFileName(test)));
            }
        }
    }

    /// <summary>The text of a policy.</summary>
    public static string Text(LoadedFile file)
    {
        var bytes = file.Content.AsSpan();
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes[..e.Index].Count((byte)'\n') + 1;
            throw new PolicyLoadException($"{file.Path}:{line}: the file is not valid UTF-8 from this line on.");
        }
    }

    /// <summary>Whether a file in a folder is read, by its name.</summary>
    public static bool IsKnown(string path) => Path.GetExtension(path) is ".rego" or ".json" or ".yaml" or ".yml";

    static bool IsHidden(string path) => path.Split('/').Any(part => part.StartsWith('.') || part == "node_modules");

    /// <summary>Adds a file, whatever it is called.</summary>
    public void AddInput(string path, int limit)
    {
        try
        {
            AddFile(path, limit);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PolicyLoadException($"'{path}' does not exist.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyLoadException(e.Message);
        }
    }

    void AddFile(string path, int limit)
    {
        if (path.Length == 0) throw new FileNotFoundException();
        if (_known.Add(Path.GetFullPath(path))) Keep(NamedFile.Read(path, limit), path, []);
    }

    void AddFolder(string path)
    {
        var ignore = new Matcher(StringComparison.Ordinal);
        ignore.AddIncludePatterns(ignored.SelectMany(pattern => (string[])[pattern, $"**/{pattern}", $"**/{pattern}/**"]));
        using var folder = ForeignFolder.Open(path);
        var entries = folder.Walk(DeepestFolder, MostEntries)
            .Where(entry => entry.Kind != ForeignKind.Folder && IsKnown(entry.Path) && !IsHidden(entry.Path))
            .Where(entry => ignored.Count == 0 || !ignore.Match(entry.Path).HasMatches)
            .OrderBy(entry => entry.Path, StringComparer.Ordinal)
            .ToArray();
        var names = entries.Where(entry => entry.Kind == ForeignKind.File).Select(entry => entry.Path).ToArray();
        _leftOut.AddRange(entries.Where(entry => entry.Kind != ForeignKind.File).Select(entry => Path.Combine(path, entry.Path)));
        if (names.Length > MostFiles) throw new PolicyLoadException($"'{path}' has more than {MostFiles} policies and data files.");

        var root = path.TrimEnd('/');
        foreach (var name in names)
        {
            var shown = root is "." ? name : $"{root}/{name}";
            Read(folder, name, shown, name.Split('/')[..^1], Path.GetExtension(name) == ".rego" ? LargestPolicy : LargestData);
        }
    }

    void Read(ForeignFolder folder, string name, string shown, IReadOnlyList<string> folders, int limit)
    {
        if (_known.Add(Path.GetFullPath(shown))) Keep(folder.Read(name, limit), shown, folders);
    }

    void Keep(byte[] content, string shown, IReadOnlyList<string> folders)
    {
        if ((_sum += content.Length) > LargestSum) throw new PolicyLoadException($"The files are larger than {LargestSum} bytes together.");
        _files.Add(new LoadedFile(shown, folders, content) { IsManifest = Path.GetFileName(shown) == Manifest });
    }
}
