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

    const string Prefix = "spaceforge-simulate-";
    const string KeptPrefix = "spaceforge-kept-";

    // Long enough for another process to make its folder and lock it.
    static readonly TimeSpan Youngest = TimeSpan.FromHours(1);

    readonly ForeignFolder _temporary;
    readonly string _name;

    // Shows other processes that the run goes on.
    readonly IDisposable? _lock;

    RunFolders(ForeignFolder temporary, string name) =>
        (_temporary, _name, _lock, Scratch, Root) =
            (temporary, name, temporary.TryLock(name), Path.Combine(temporary.FullPath, name), temporary.OpenFolder(name));

    public string Scratch { get; }

    /// <summary>The root of all folders.</summary>
    public ForeignFolder Root { get; }

    public string Workspace => Path.Combine(Scratch, WorkspaceFolder);

    public string Source => Path.Combine(Workspace, "source");

    public string Session => Path.Combine(Scratch, SessionFolder);

    public string WorkspaceIn(Isolation isolation) => isolation == Isolation.None ? Workspace : WorkerPaths.Workspace;

    public string SessionIn(Isolation isolation) => isolation == Isolation.None ? Session : "/mnt/session";

    public ForeignFolder OpenWorkspace() => Root.OpenFolder(WorkspaceFolder);

    /// <summary>Makes them, and removes those of earlier runs that were killed.</summary>
    /// <param name="isKept">Whether they are still wanted after the run.</param>
    /// <exception cref="UsageException">They cannot be created.</exception>
    public static RunFolders Create(bool isKept = false)
    {
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            var temporary = ForeignFolder.Open(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.GetTempPath())));
            RemoveLeftOvers(temporary);
            var name = $"{(isKept ? KeptPrefix : Prefix)}{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6))}";
            temporary.MakeFolder(name, own);
            var folders = new RunFolders(temporary, name);
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

    static void RemoveLeftOvers(ForeignFolder temporary)
    {
        try
        {
            foreach (var entry in temporary.List(prefix: Prefix))
            {
                if (entry.Kind == ForeignKind.Folder && DateTime.UtcNow - entry.Changed >= Youngest) RemoveUnused(temporary, entry.Path);
            }
        }
        catch (IOException)
        {
            // What cannot be listed belongs to somebody else.
        }
    }

    static void RemoveUnused(ForeignFolder temporary, string name)
    {
        try
        {
            using var locked = temporary.TryLock(name);
            if (locked is not null) temporary.Delete(name);
        }
        catch (IOException)
        {
            // Another user's, or another process removes it.
        }
    }

    /// <summary>Removes them, whatever hooks put into them.</summary>
    /// <exception cref="IOException">Some files could not be removed.</exception>
    public void Remove() => _temporary.Delete(_name);

    public void Dispose()
    {
        Root.Dispose();
        _lock?.Dispose();
        _temporary.Dispose();
    }
}
