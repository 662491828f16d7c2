using Spaceforge.Definitions;

namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>The folders of a simulated run on the machine, and what hooks call them.</summary>
sealed record RunFolders(string Scratch)
{
    public string Workspace => Path.Combine(Scratch, "workspace");

    public string Source => Path.Combine(Workspace, "source");

    public string Session => Path.Combine(Scratch, "session");

    public string WorkspaceIn(Isolation isolation) => isolation == Isolation.None ? Workspace : WorkerPaths.Workspace;

    public string SessionIn(Isolation isolation) => isolation == Isolation.None ? Session : "/mnt/session";

    public static RunFolders Create()
    {
        var folders = new RunFolders(Directory.CreateTempSubdirectory("spaceforge-simulate-").FullName);
        Directory.CreateDirectory(folders.Source);
        Directory.CreateDirectory(folders.Session);
        return folders;
    }
}
