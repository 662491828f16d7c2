using System.Diagnostics;
using System.Globalization;
using System.Text;
using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>A container of a simulated run. All its processes end when it is disposed, or when the tool ends.</summary>
sealed class Container : IAsyncDisposable
{
    const int MostErrors = 100;
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    // Output that a busy machine has not read yet must not be lost.
    static readonly TimeSpan Transit = TimeSpan.FromSeconds(5);
    public static string[] Namespaces =>
        ["unshare", "--user", "--map-root-user", "--mount", "--ipc", "--pid", "--fork", "--kill-child"];

    readonly string _nonce = LogStream.NewNonce();
    readonly RunFolders _folders;
    readonly ContainerLimits _limits;
    readonly ContainerRoot? _root;
    readonly SemaphoreSlim _asking = new(1);
    readonly TaskCompletionSource<string> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<string> _outside = [];
    readonly List<string> _errors = [];
    TaskCompletionSource<int> _ended = new();
    IContainerObserver? _observer;
    Process? _process;
    ProcessTree? _processes;
    ControlGroup? _group;
    Task _grouping = Task.CompletedTask;
    SessionScript? _script;
    string? _last;
    // Beginnings of paths: blanks separate them, and may be in them.
    string[] _unlayered = [];
    TaskCompletionSource _lastCame = new();
    Task _reading = Task.CompletedTask;
    Task _listening = Task.CompletedTask;

    Container(RunFolders folders, ContainerLimits limits, ContainerRoot? root) => (_folders, _limits, _root) = (folders, limits, root);

    public Isolation Isolation { get; private set; }

    public bool IsRunning => !_process!.HasExited;

    /// <summary>Which isolation is missing and why, or null.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>
    /// The root that hooks see, as the tool sees it, if it consists of overlays of the machine's folders; null otherwise.
    /// </summary>
    public string? Overlays => Isolation != Isolation.None && _root is null
        ? string.Create(CultureInfo.InvariantCulture, $"/proc/{_process!.Id}/root{_folders.Scratch}/layers/root")
        : null;

    /// <summary>Whether a folder of <see cref="Overlays"/> is certainly an overlay, and not the machine's own.</summary>
    public bool IsOverlaid(string folder) => !_unlayered.Any(path => folder.StartsWith(path, StringComparison.Ordinal));

    /// <summary>
    /// When a hook last printed something, or the container was asked for something, as a
    /// <see cref="Stopwatch.GetTimestamp"/> value.
    /// </summary>
    public long LastOutput { get; private set; }

    /// <summary>How a hook broke the run itself, as a sentence, or null.</summary>
    public string? Fault => _fault.Task.IsCompleted ? _fault.Task.Result : null;

    /// <param name="folders">Where the workspace is.</param>
    /// <param name="variables">Its environment.</param>
    /// <param name="limits">Its resource limits.</param>
    /// <param name="isolate">Whether to use namespaces if possible.</param>
    /// <param name="root">The root that hooks see, or null for the machine's.</param>
    /// <exception cref="UsageException">Hooks cannot be run, or not with another root.</exception>
    public static async Task<Container> StartAsync(
        RunFolders folders, IReadOnlyDictionary<string, string> variables, ContainerLimits limits,
        bool isolate, ContainerRoot? root, CancellationToken cancellationToken)
    {
        var obstacle = "namespaces are turned off";
        if (isolate)
        {
            (var isolated, obstacle) = await TryIsolateAsync(folders, variables, limits, root, cancellationToken);
            if (isolated is not null) return isolated;
        }

        if (root is not null)
        {
            throw new UsageException($"--image needs the container, which cannot be created here: {obstacle.TrimEnd('.')}.");
        }

        Signals.AdoptOrphans();
        var plain = new Container(folders, limits, root: null) { Isolation = Isolation.None, Obstacle = obstacle };
        await plain.StartAsync(["sh", Script(folders, "rewritten.sh"), folders.Scratch], variables, adopts: true);
        await Task.WhenAny(plain._ready.Task, plain._listening);
        if (plain._ready.Task.IsCompleted)
        {
            plain._grouping = Task.Run(plain.Group, CancellationToken.None);
            return plain;
        }

        await plain.DisposeAsync();
        throw new UsageException($"Hooks cannot be run here: sh failed. {string.Join(' ', plain._errors).Trim()}");
    }

    /// <summary>Starts one with namespaces.</summary>
    /// <returns>Null if there are none, and why.</returns>
    public static async Task<(Container? Container, string Obstacle)> TryIsolateAsync(
        RunFolders folders, IReadOnlyDictionary<string, string> variables, ContainerLimits limits, ContainerRoot? root,
        CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux()) return (null, "this is not Linux");

        var container = new Container(folders, limits, root);
        try
        {
            if (await container.EnterAsync(variables, cancellationToken)) return (container, "");
        }
        catch (OperationCanceledException)
        {
            await container.DisposeAsync();
            throw;
        }

        // Once it has ended, all its output has arrived.
        if (container._process is not null) await container.DisposeAsync();
        return (null, string.Join(' ', container._errors).Trim() is { Length: > 0 } error ? error : "user namespaces are not available");
    }

    /// <summary>Runs a session.</summary>
    /// <returns>Its exit code, or null if the container ended first.</returns>
    public async Task<int?> RunAsync(SessionScript script, IContainerObserver observer)
    {
        (_ended, _observer, _script) = (new(TaskCreationOptions.RunContinuationsAsynchronously), observer, script);
        LastOutput = Stopwatch.GetTimestamp();
        await _grouping;
        // Use a new name: without isolation, hooks may have created a file with a known name.
        var name = LogStream.NewNonce();
        try
        {
            using var scripts = _folders.Root.OpenFolder(RunFolders.Scripts);
            scripts.Write(name, script.Text, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (IOException e)
        {
            _fault.TrySetResult($"its session cannot be started: {e.Message.TrimEnd('.')}");
            return null;
        }

        (_last, _lastCame) = (LogStream.NewNonce(), new(TaskCreationOptions.RunContinuationsAsynchronously));
        await AskAsync($"run {name} {_last} {_limits.Words}");
        var exitCode = await EndAsync();
        try
        {
            using (var scripts = _folders.Root.OpenFolder(RunFolders.Scripts)) scripts.Delete(name);
            using var exports = _folders.Root.OpenFolder(RunFolders.Exports);
            script.Exported = exports.ReadIfThere(name, ExportedVariables.Limit) ?? [];
            exports.Delete(name);
        }
        catch (IOException e)
        {
            script.ExportFault = $"its exported variables cannot be read: {e.Message.TrimEnd('.')}";
        }

        return exitCode;
    }

    async Task<int?> EndAsync()
    {
        await Task.WhenAny(_ended.Task, _listening, _killed.Task);
        if (_ended.Task.IsCompleted)
        {
            // Its output may still be in transit on another pipe. A hook can read from that pipe too, so do not wait for long.
            await Task.WhenAny(_lastCame.Task, _reading, Task.Delay(Transit));
            return await _ended.Task;
        }

        // Wait for output from before it was killed, but not for processes that left the session.
        await Task.WhenAny(_reading, Task.Delay(LastWords));
        _observer = null;
        return null;
    }

    /// <summary>The files that were written outside the workspace, after its last session.</summary>
    /// <returns>Null if it ended before it had listed them.</returns>
    public async Task<IReadOnlyList<string>?> OutsideAsync()
    {
        (_observer, LastOutput) = (null, Stopwatch.GetTimestamp());
        await _grouping;
        await AskAsync("outside");
        await Task.WhenAny(_listed.Task, _listening);
        return _listed.Task.IsCompleted ? _outside : null;
    }

    /// <summary>Whether the session has reported its end, and only its output is awaited.</summary>
    public bool IsEnding => _ended.Task.IsCompleted;

    /// <summary>How many processes it has besides those of hooks.</summary>
    public int OwnProcesses => Isolation == Isolation.None ? 0 : 1;

    /// <summary>Its processes besides the first; null if the system does not report them.</summary>
    public (int Count, long Memory)? Look() => _processes?.Look();

    /// <summary>Why the kernel ended it, as a sentence, or null.</summary>
    public string? OutOfMemory => _group?.OutOfMemory is > 0 and var count
        ? string.Create(
            CultureInfo.InvariantCulture, $"it used too much memory: the kernel killed {count} of its processes; the limit is {_limits.Memory} bytes")
        : null;

    /// <summary>Kills all its processes.</summary>
    public void Kill()
    {
        _killed.TrySetResult();
        // Without namespaces, the script kills the sessions when its input ends.
        _process!.StandardInput.BaseStream.Dispose();
        if (Isolation != Isolation.None) _process!.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process!.WaitForExitAsync();
        if (Isolation == Isolation.None) _processes?.End();
        await _grouping;
        _group?.Dispose();
        _processes?.Dispose();
        // Without namespaces, a process that left its session may keep the pipe open forever.
        await Task.WhenAny(Task.WhenAll(_reading, _listening), Task.Delay(LastWords));
        _process!.Dispose();
    }

    async Task<bool> EnterAsync(IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        string[] script =
        [
            "sh",
            Script(_folders, "enter.sh"),
            _folders.Workspace,
            _folders.Scratch,
            _limits.InMemory.ToString(CultureInfo.InvariantCulture),
            _limits.NamespaceProcesses(Environment.OSVersion.Version).ToString(CultureInfo.InvariantCulture),
            _root?.Folder ?? "",
            _root?.Program ?? "",
        ];
        try
        {
            // Without a controlling terminal, a hook cannot prompt the author.
            await StartAsync(["setsid", .. Namespaces, .. script], variables);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }

        await Task.WhenAny(_ready.Task, _listening).WaitAsync(cancellationToken);
        if (!_ready.Task.IsCompleted) return false;

        var unlayered = await _ready.Task;
        _grouping = Task.Run(Group, CancellationToken.None);
        Isolation = unlayered == "all" ? Isolation.Full : Isolation.Partial;
        if (Isolation == Isolation.Partial)
        {
            _unlayered = unlayered.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Obstacle = _root is null
                ? $"what hooks write below{unlayered} is not isolated, since the kernel cannot overlay it"
                : $"hooks cannot write below{unlayered}, since the kernel cannot overlay it";
        }
        return true;
    }

    /// <summary>Limits all its processes together, if this user may do that.</summary>
    /// <remarks>The kernel takes a while for it, so the workspace is filled meanwhile.</remarks>
    void Group()
    {
        _group = ControlGroup.TryMake(_limits.Together, _limits.GroupProcesses);
        _group?.Take(_processes!.Members());
    }

    async Task StartAsync(string[] command, IReadOnlyDictionary<string, string> variables, bool adopts = false)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables) start.Environment[name] = value;
        InheritedDescriptors.KeepFromChildren();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Listen(e.Data);
        _process.BeginOutputReadLine();
        _listening = _process.WaitForExitAsync();
        _reading = Task.Run(ReadAsync);
        _processes = new ProcessTree(_process.Id, adopts);
        await AskAsync(_nonce);
    }

    async Task ReadAsync()
    {
        var stream = new LogStream(Mark, Line, (text, rest) => _observer?.PlaceToCut(text, rest) ?? text.Length - rest);
        var buffer = new byte[65_536];
        var output = _process!.StandardError.BaseStream;
        try
        {
            while (await output.ReadAsync(buffer) is > 0 and var count)
            {
                LastOutput = Stopwatch.GetTimestamp();
                stream.Feed(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It was killed.
        }

        stream.End();
    }

    void Line(string line, bool isUnicode)
    {
        if (_observer is { } observer) observer.Printed(line, isUnicode);
        else if (_errors.Count < MostErrors) _errors.Add(line);
    }

    void Mark(string nonce, string text)
    {
        if (nonce == _last) _lastCame.TrySetResult();
        else if (_observer is null || _script?.Steps.IndexOf(nonce) is not (>= 0 and var step)
            || text != SessionScript.StepMark || !_observer.Started(step)) Break();
    }

    void Listen(string? line)
    {
        var start = $"\u001e{_nonce} ";
        if (line is null) return;
        if (line.StartsWith(start, StringComparison.Ordinal)) OwnMark(line[start.Length..]);
        else Break();
    }

    void Break() => _fault.TrySetResult("it printed one of the simulation's markers out of order");

    void OwnMark(string text)
    {
        var (word, rest) = text.Split(' ', 2) is [var first, var second] ? (first, second) : (text, "");
        switch (word)
        {
            case "ready":
                _ready.TrySetResult(rest);
                break;

            case "group":
                _ = AskAsync($"group {rest}");
                break;

            case "left":
                _observer?.LeftBehind(rest);
                break;

            case "outside":
                _outside.Add(rest);
                break;

            case "listed":
                _listed.TrySetResult();
                break;

            case "end" when int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var exitCode):
                // A killed session reports its end too, perhaps before the task that awaits both continues.
                if (!_killed.Task.IsCompleted) _ended.TrySetResult(exitCode);
                break;

            default:
                Break();
                break;
        }
    }

    async Task AskAsync(string command)
    {
        await _asking.WaitAsync();
        try
        {
            // Bypass the writer, which would keep unwritten data and fail again when it is closed.
            await _process!.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes($"{command}\n"));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has ended; its output shows that.
        }
        finally
        {
            _asking.Release();
        }
    }

    static string Script(RunFolders folders, string name)
    {
        using var resource = typeof(Container).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        folders.Root.Write(name, content);
        return Path.Combine(folders.Scratch, name);
    }
}
