using Spaceforge.Cli.IO;
using Spaceforge.Definitions;
using Spaceforge.Files;

namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>The folders of a simulated run on the machine, and their paths for hooks.</summary>
sealed class RunFolders : IDisposable
{
    /// <summary>The tool's files for sessions, and their exports; hidden from hooks in a container.</summary>
    public const string Scripts = "scripts";

    public const string Exports = "exports";
    const string SessionFolder = "session";
    const string WorkspaceFolder = "workspace";

    readonly WorkFolder _work;

    RunFolders(WorkFolder work) => (_work, Root) = (work, work.Open());

    public string Scratch => _work.Path;

    /// <summary>The root of all folders.</summary>
    public ForeignFolder Root { get; }

    public string Workspace => Path.Combine(Scratch, WorkspaceFolder);

    public string Source => Path.Combine(Workspace, "source");

    public string Session => Path.Combine(Scratch, SessionFolder);

    public string WorkspaceIn(Isolation isolation) => isolation == Isolation.None ? Workspace : WorkerPaths.Workspace;

    public string SessionIn(Isolation isolation) => isolation == Isolation.None ? Session : "/mnt/session";

    public ForeignFolder OpenWorkspace() => Root.OpenFolder(WorkspaceFolder);

    /// <param name="isKept">Whether they are still wanted after the run.</param>
    /// <exception cref="UsageException">They cannot be created.</exception>
    public static RunFolders Create(bool isKept = false)
    {
        try
        {
            var folders = new RunFolders(WorkFolder.Create(isKept));
            foreach (var folder in (string[])["workspace/source", SessionFolder, Scripts, Exports])
            {
                folders.Root.CreateFolder(folder).Dispose();
            }
            return folders;
        }
        catch (IOException e)
        {
            throw new UsageException($"Cannot create a folder for the run's files: {e.Message}");
        }
    }

    /// <summary>Removes them, whatever hooks put into them, unless they are kept.</summary>
    /// <exception cref="IOException">Some files could not be removed.</exception>
    public void Dispose()
    {
        Root.Dispose();
        _work.Dispose();
    }
}
