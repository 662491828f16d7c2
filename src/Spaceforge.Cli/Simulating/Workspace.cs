using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Processes;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Definitions;

namespace Spaceforge.Cli.Simulating;

/// <summary>The workspace of a run: the stack's repository, mounted files, and what the run writes.</summary>
sealed class Workspace(RunFolders folders)
{
    // What is written into one folder by the hundred is of interest as a sum.
    const int MostFilesOfFolder = 20;
    const string PolicyInputEnding = ".custom.spacelift.json";

    static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    Dictionary<string, (long Size, DateTime Changed)> _before = [];
    long _sizeBefore;

    public async Task FillAsync(string? source, string projectRoot, IReadOnlyDictionary<string, MountedFile> files, string workspace, CancellationToken cancellationToken)
    {
        if (source is not null)
        {
            // As it is: links stay links, modes are kept.
            var (exitCode, output, error) = await CapturedProcess.RunAsync("cp", ["-pPR", $"{source}/.", folders.Source], withError: true, folder: null, cancellationToken);
            if (exitCode != 0) throw new UsageException($"The folder '{source}' cannot be copied: {(output + error).Trim()}");
        }

        if (!Directory.Exists(ProjectRoot(projectRoot)))
        {
            if (source is not null) throw new UsageException($"The source has no folder '{projectRoot}'. Name one with --project-root.");
            Directory.CreateDirectory(ProjectRoot(projectRoot));
        }

        foreach (var (path, file) in files)
        {
            var target = Path.Combine(folders.Workspace, path[(WorkerPaths.Workspace.Length + 1)..]);
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                // A link in the source could lead out of the workspace.
                if (new FileInfo(target).LinkTarget is not null) File.Delete(target);
                await File.WriteAllTextAsync(target, file.Content.Replace(WorkerPaths.Workspace, workspace, StringComparison.Ordinal), new UTF8Encoding(false), cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"The file '{path}' cannot be mounted: {e.Message}");
            }
        }
    }

    public string ProjectRoot(string projectRoot) => Path.GetFullPath(Path.Combine(folders.Source, projectRoot));

    /// <summary>Remembers what is there, to tell what is written from now on.</summary>
    public void Remember()
    {
        _before = Files().ToDictionary(file => file.FullName, file => (file.Length, file.LastWriteTimeUtc), StringComparer.Ordinal);
        _sizeBefore = _before.Values.Sum(file => file.Size);
    }

    /// <summary>How much there is more than at first, in bytes.</summary>
    public long Growth() => Files().Sum(file => file.Length) - _sizeBefore;

    /// <summary>Files that are new or changed, with their paths below the workspace; folders with many of them as one.</summary>
    public IReadOnlyList<WrittenFile> Written()
    {
        var files = Files()
            .Where(file => !_before.TryGetValue(file.FullName, out var before) || before != (file.Length, file.LastWriteTimeUtc))
            .Select(file => new WrittenFile(Path.GetRelativePath(folders.Workspace, file.FullName), file.Length))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToList();
        // From the innermost folders outwards, so that a deep tree becomes one entry.
        for (var depth = files.Select(file => file.Path.Count(c => c == '/')).DefaultIfEmpty().Max(); depth > 0; depth--)
        {
            files = [.. files
                .GroupBy(file => FolderAt(file.Path, depth))
                .SelectMany(group => group.Key is null || group.Count() <= MostFilesOfFolder
                    ? group.AsEnumerable()
                    : [new WrittenFile($"{group.Key}/", group.Sum(file => file.Size))])
                .OrderBy(file => file.Path, StringComparer.Ordinal)];
        }

        return files;
    }

    /// <summary>What plan policies find below <c>third_party_metadata.custom</c>, and what is wrong with its files.</summary>
    public (JsonObject Input, IReadOnlyList<string> Warnings) PolicyInput(string projectRoot)
    {
        var (input, warnings) = (new JsonObject(), new List<string>());
        foreach (var file in Directory.EnumerateFiles(ProjectRoot(projectRoot), $"*{PolicyInputEnding}").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            try
            {
                if (JsonNode.Parse(File.ReadAllText(file)) is JsonObject data) input[name[..^PolicyInputEnding.Length]] = data;
                else warnings.Add($"{name} is no JSON object, so that a plan policy does not see it.");
            }
            catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                warnings.Add($"{name} is no JSON, so that a plan policy does not see it: {e.Message}");
            }
        }

        return (input, warnings);
    }

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

    IEnumerable<FileInfo> Files() => new DirectoryInfo(folders.Workspace).EnumerateFiles("*", Everything).Where(IsThere);

    /// <summary>Whether a file that was found is there still, while hooks are at work; then its size and time are known from here on.</summary>
    static bool IsThere(FileInfo file)
    {
        try
        {
            return file.Length >= 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
