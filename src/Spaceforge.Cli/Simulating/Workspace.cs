using System.Text.Json;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Processes;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Definitions;
using Spaceforge.Files;
using Spaceforge.Secrets;

namespace Spaceforge.Cli.Simulating;

/// <summary>The workspace of a run: the stack's repository, mounted files and the run's output.</summary>
sealed class Workspace(RunFolders folders)
{
    // Folders with hundreds of new files are summarized.
    const int MostFilesOfFolder = 20;
    const int MostFilesApart = 10_000;
    const int LargestShownFile = 1_000_000;
    const int LargestPolicyInput = 10_000_000;
    const int LargestPolicyInputs = 50_000_000;
    const string PolicyInputEnding = ".custom.spacelift.json";

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    Dictionary<string, (long Size, DateTime Changed)> _before = [];
    long _sizeBefore;

    public async Task FillAsync(string? source, string projectRoot,
        IReadOnlyDictionary<string, MountedFile> files, string workspace, CancellationToken cancellationToken)
    {
        if (source is not null)
        {
            // Keeps links and modes.
            var (exitCode, output, error) = await CapturedProcess.RunAsync(
                "cp", ["-pPR", $"{source}/.", folders.Source], withError: true, folder: null, cancellationToken);
            if (exitCode != 0) throw new UsageException($"The folder '{source}' cannot be copied: {(output + error).Trim()}");
        }

        using var root = folders.OpenWorkspace();
        try
        {
            if (source is null) root.CreateFolder(SourceFolder(projectRoot)).Dispose();
            else root.OpenFolder(SourceFolder(projectRoot)).Dispose();
        }
        catch (FileNotFoundException)
        {
            throw new UsageException($"The source has no folder '{projectRoot}', which is the project root. Name another with --project-root, or fix the runtime configuration.");
        }
        catch (IOException e)
        {
            throw new UsageException($"The project root '{projectRoot}' cannot be used: {e.Message}");
        }

        foreach (var (path, file) in files)
        {
            var target = path[(WorkerPaths.Workspace.Length + 1)..];
            try
            {
                if (target.LastIndexOf('/') is > 0 and var end) root.CreateFolder(target[..end]).Dispose();
                // Replace an existing link, which could lead out of the workspace.
                root.WriteText(target, file.Content.Replace(WorkerPaths.Workspace, workspace, StringComparison.Ordinal));
            }
            catch (IOException e)
            {
                throw new UsageException($"The file '{path}' cannot be mounted: {e.Message}");
            }
        }
    }

    /// <summary>Puts an executable where the launcher would install it; the launcher checks its SHA-256 again.</summary>
    public void Install(LocalExecutable executable)
    {
        using var root = folders.OpenWorkspace();
        root.CreateFolder(executable.Path[..executable.Path.LastIndexOf('/')]).Dispose();
        root.Write(executable.Path, executable.Content, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Opens the project root.</summary>
    /// <exception cref="IOException">A hook removed or replaced it.</exception>
    public ForeignFolder OpenProjectRoot(string projectRoot)
    {
        using var root = folders.OpenWorkspace();
        return root.OpenFolder(SourceFolder(projectRoot));
    }

    /// <summary>Records the current files, to find later changes.</summary>
    public void Remember()
    {
        _before = [];
        foreach (var file in Files()) _before[file.Path] = (file.Size, file.Changed);
        _sizeBefore = Size();
    }

    /// <summary>How much it has grown in bytes, including exported variables.</summary>
    /// <exception cref="IOException">There are too many files to scan.</exception>
    public long Growth() => Size() - _sizeBefore;

    /// <summary>The free bytes on the workspace's disk, or -1 if unknown.</summary>
    public long FreeDisk()
    {
        try
        {
            return new DriveInfo(folders.Scratch).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return -1;
        }
    }

    /// <summary>New or changed files, with paths relative to the workspace; folders with many are summarized.</summary>
    /// <exception cref="IOException">There are too many files to scan.</exception>
    public IReadOnlyList<WrittenFile> Written()
    {
        var files = Files()
            .Where(file => !_before.TryGetValue(file.Path, out var before) || before != (file.Size, file.Changed))
            .Select(file => new WrittenFile(file.Shown, file.Size))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToList();
        if (files.Count > MostFilesApart) files = Summed(files, depth: 2);

        // Innermost folders first, so that a deep tree becomes one entry.
        for (var depth = files.Select(file => file.Path.Count(c => c == '/')).DefaultIfEmpty()
            .Max(); depth > 0; depth--) files = Summed(files, depth);

        return files;
    }

    /// <summary>The value of <c>third_party_metadata.custom</c> for plan policies, and warnings about its files.</summary>
    public (JsonObject Input, IReadOnlyList<string> Warnings) PolicyInput(string projectRoot)
    {
        var (input, warnings, size) = (new JsonObject(), new List<string>(), 0L);
        try
        {
            using var folder = OpenProjectRoot(projectRoot);
            foreach (var name in folder.List().Select(entry => entry.Path)
                .Where(name => name.EndsWith(PolicyInputEnding, StringComparison.Ordinal)))
            {
                var shown = ForeignName.Show(name);
                try
                {
                    var content = folder.Read(name, LargestPolicyInput);
                    size += content.Length;
                    if (size > LargestPolicyInputs)
                    {
                        warnings.Add($"Policy input of more than {LargestPolicyInputs} bytes is not read.");
                        break;
                    }

                    // Copy eagerly, since a JSON node parses lazily.
                    if (JsonNode.Parse(content, documentOptions: Strict) is JsonObject data) input[shown[..^PolicyInputEnding.Length]] =
                        MaskedJson.Of(data, text => text);
                    else warnings.Add($"{shown} is not a JSON object, so plan policies do not see it.");
                }
                catch (IOException e)
                {
                    warnings.Add($"{shown} cannot be read, so plan policies do not see it: {e.Message}");
                }
                catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
                {
                    warnings.Add($"{shown} is not valid JSON, so plan policies do not see it: {e.Message}");
                }
            }
        }
        catch (IOException e)
        {
            warnings.Add($"Policy input cannot be searched: {e.Message}");
        }

        return (input, warnings);
    }

    /// <summary>The text of those files in the project root that exist and can be read.</summary>
    public IReadOnlyDictionary<string, string> Texts(string projectRoot, IReadOnlyList<string> names)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            try
            {
                using var folder = OpenProjectRoot(projectRoot);
                texts[name] = folder.ReadText(name, LargestShownFile);
            }
            catch (IOException)
            {
                // A file that is missing or cannot be read has no entry.
            }
        }

        return texts;
    }

    static string SourceFolder(string projectRoot) => projectRoot.Length == 0 ? "source" : $"source/{projectRoot}";

    static List<WrittenFile> Summed(List<WrittenFile> files, int depth) =>
    [
        .. files
            .GroupBy(file => FolderAt(file.Path, depth))
            .SelectMany(group => group.Key is null || group.Count() <= MostFilesOfFolder
                ? group.AsEnumerable()
                : [new WrittenFile($"{group.Key}/", group.Sum(file => file.Size))])
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    static string? FolderAt(string path, int depth)
    {
        var end = -1;
        for (var i = 0; i < depth; i++)
        {
            end = path.IndexOf('/', end + 1);
            if (end < 0) return null;
        }

        return path[..end];
    }

    // Sparse files count by allocated size.
    long Size()
    {
        using var exports = folders.Root.OpenFolder(RunFolders.Exports);
        return Files().Concat(exports.Walk()).Sum(file => Math.Min(file.Size, file.Allocated));
    }

    IEnumerable<ForeignEntry> Files()
    {
        using var root = folders.OpenWorkspace();
        foreach (var entry in root.Walk())
        {
            if (entry.Kind == ForeignKind.File) yield return entry;
        }
    }
}
