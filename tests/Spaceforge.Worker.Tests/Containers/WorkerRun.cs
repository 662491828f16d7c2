namespace Spaceforge.Worker.Tests.Containers;

/// <summary>A platform run: a workspace with the stack's repository and the plugin's files, which outlives containers.</summary>
sealed class WorkerRun : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Manifest _manifest;

    public WorkerRun(Manifest manifest, string projectRoot = "my stack")
    {
        (_manifest, ProjectRoot) = (manifest, projectRoot);
        foreach (var (path, content) in manifest.Files) Write(path["/mnt/workspace/".Length..], content);
        Write($"source/{projectRoot}/main.tf", "# the stack");
    }

    public string ProjectRoot { get; }

    public string Workspace => _folder.Path;

    public void Dispose() => _folder.Dispose();

    public string PathOf(string path) => _folder.PathOf(path.Split('/'));

    public void Write(string path, string text) => _folder.Write(path, text);

    public void WriteScript(string path, string text) => _folder.WriteScript(path, text);

    /// <summary>The files in a workspace folder, by name; empty if it does not exist.</summary>
    public IReadOnlyList<string> List(string folder) => Directory.Exists(PathOf(folder))
        ? [.. Directory.EnumerateFileSystemEntries(PathOf(folder)).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Runs phases in one container.</summary>
    public Task<Outcome> RunAsync(Container container, params string[] phases) => RunSessionAsync(container, Session(phases));

    /// <summary>Runs phases in one container, followed by commands, and returns all output.</summary>
    public Task<Outcome> RunAndLookAsync(Container container, string commands, params string[] phases) =>
        RunSessionAsync(container, $"({Session(phases)}\n); status=$?; {commands}\nexit $status");

    /// <summary>Starts the same hooks twice at the same time.</summary>
    public Task<Outcome> RunTwiceAsync(Container container, params string[] phases) =>
        RunSessionAsync(container, $"({Session(phases)}\n) & first=$!; ({Session(phases)}\n) & wait $! && wait $first");

    public async Task<Outcome> RunSessionAsync(Container container, string session)
    {
        await GiveToUserAsync();
        return await Platform(container).RunAsync(Workspace, session);
    }

    public async Task KillAsync(Container container, Func<Task> happened, params string[] phases)
    {
        await GiveToUserAsync();
        await Platform(container).KillAsync(Workspace, Session(phases), happened);
    }

    /// <summary>Waits until a file or folder with a name exists anywhere below a workspace folder.</summary>
    public Task AppearsAsync(string folder, string name)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };
        return Wait.UntilAsync(
            () => Directory.Exists(PathOf(folder))
                && Directory.EnumerateFileSystemEntries(PathOf(folder), name, options).Any(), $"{name} in {folder}");
    }

    Container Platform(Container container) => container.Variables.ContainsKey("TF_VAR_spacelift_project_root")
        ? container
        : container.With("TF_VAR_spacelift_project_root", ProjectRoot);

    /// <summary>The phases in one shell, each hook in braces.</summary>
    string Session(string[] phases) =>
        $"cd '/mnt/workspace/source/{ProjectRoot}' && "
            + string.Join(" && ", phases.SelectMany(phase => _manifest.Hooks[phase]).Select(command => $"{{ {command}\n}}"));

    async Task GiveToUserAsync() => (await new CommandLine("chown", "-R", "1983:1983", Workspace).RunAsync()).ShouldExit(0);
}
