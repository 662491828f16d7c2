using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>A container of a simulated run. Whatever was started in it is gone when it is disposed of, or when the tool is.</summary>
sealed class Container : IAsyncDisposable
{
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);
    static readonly string[] Namespaces = ["unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child"];

    readonly string _nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
    readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<string> _outside = [];
    readonly List<string> _errors = [];
    TaskCompletionSource<int> _ended = new();
    TaskCompletionSource _listed = new();
    IContainerObserver? _observer;
    Process? _process;
    Task _reading = Task.CompletedTask;

    Container()
    {
    }

    public Isolation Isolation { get; private set; }

    /// <summary>What isolation is missing, and why; null where there is nothing to say.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>When a hook last printed something, as <see cref="Stopwatch.GetTimestamp"/> tells time.</summary>
    public long LastOutput { get; private set; }

    /// <param name="folders">Where the workspace is.</param>
    /// <param name="variables">Its environment.</param>
    /// <param name="writable">How many bytes can be written outside of the workspace.</param>
    /// <param name="isolate">Whether to try namespaces.</param>
    public static async Task<Container> StartAsync(RunFolders folders, IReadOnlyDictionary<string, string> variables, long writable, bool isolate)
    {
        string? obstacle = "namespaces are turned off";
        if (isolate && OperatingSystem.IsLinux())
        {
            var container = new Container();
            if (await container.EnterAsync(folders, variables, writable)) return container;

            // At its end everything that it said has come.
            if (container._process is not null) await container.DisposeAsync();
            obstacle = string.Join(' ', container._errors).Trim() is { Length: > 0 } error ? error : "user namespaces are not to be had";
        }
        else if (isolate)
        {
            obstacle = "this is no Linux";
        }

        var plain = new Container { Isolation = Isolation.None, Obstacle = obstacle };
        plain.Start(["sh", Script(folders, "rewritten.sh"), plain._nonce, folders.Scratch], variables);
        await plain._ready.Task;
        return plain;
    }

    /// <summary>Runs a script of the session folder.</summary>
    /// <returns>Its exit code, or null where the container ended first.</returns>
    public async Task<int?> RunAsync(string script, IContainerObserver observer)
    {
        (_ended, _observer) = (new(TaskCreationOptions.RunContinuationsAsynchronously), observer);
        LastOutput = Stopwatch.GetTimestamp();
        await AskAsync($"run {script}");
        var first = await Task.WhenAny(_ended.Task, _reading, _killed.Task);
        if (first == _ended.Task) return await _ended.Task;

        // What it printed before it was killed still comes; what left the session unseen is not waited for.
        await Task.WhenAny(_reading, Task.Delay(LastWords));
        _observer = null;
        return null;
    }

    /// <summary>The files that were written outside of the workspace.</summary>
    public async Task<IReadOnlyList<string>> OutsideAsync()
    {
        (_listed, _observer) = (new(TaskCreationOptions.RunContinuationsAsynchronously), null);
        await AskAsync("outside");
        await Task.WhenAny(_listed.Task, _reading);
        return _outside;
    }

    /// <summary>Kills all that runs in it.</summary>
    public void Kill()
    {
        _killed.TrySetResult();
        // Without namespaces the end of its input makes the script kill the sessions.
        _process!.StandardInput.Close();
        if (Isolation != Isolation.None) _process!.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process!.WaitForExitAsync();
        // Without namespaces, something that left its session may hold the pipe for ever.
        await Task.WhenAny(_reading, Task.Delay(LastWords));
        _process!.Dispose();
    }

    async Task<bool> EnterAsync(RunFolders folders, IReadOnlyDictionary<string, string> variables, long writable)
    {
        string[] script = ["sh", Script(folders, "enter.sh"), _nonce, folders.Workspace, folders.Scratch, writable.ToString(CultureInfo.InvariantCulture)];
        try
        {
            // Without a terminal of its own a hook cannot ask the author something.
            Start(["setsid", .. Namespaces, .. script], variables);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }

        await Task.WhenAny(_ready.Task, _reading);
        if (!_ready.Task.IsCompleted) return false;

        var unlayered = await _ready.Task;
        Isolation = unlayered == "all" ? Isolation.Full : Isolation.Partial;
        if (Isolation == Isolation.Partial) Obstacle = $"what hooks write below{unlayered} is not kept apart, since the kernel cannot lay anything over it";
        return true;
    }

    void Start(string[] command, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { } error) lock (_errors) _errors.Add(error);
        };
        _process.BeginErrorReadLine();
        _reading = Task.Run(ReadAsync);
    }

    async Task ReadAsync()
    {
        var stream = new LogStream(_nonce, Mark, (line, isUnicode) => _observer?.Printed(line, isUnicode));
        var buffer = new byte[65_536];
        var output = _process!.StandardOutput.BaseStream;
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

    void Mark(string text)
    {
        var (word, rest) = text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank ? (text[..blank], text[(blank + 1)..]) : (text, "");
        switch (word)
        {
            case "ready":
                _ready.TrySetResult(rest);
                break;

            case "start":
                _observer?.Started(int.Parse(rest, CultureInfo.InvariantCulture));
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

            case "end":
                _ended.TrySetResult(int.Parse(rest, CultureInfo.InvariantCulture));
                break;
        }
    }

    public string MarkStart(int step) => $@"printf '\036%s\n' '{_nonce} start {step}' >&7";

    async Task AskAsync(string command)
    {
        try
        {
            await _process!.StandardInput.WriteLineAsync(command);
            await _process!.StandardInput.FlushAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has ended, which its output tells.
        }
    }

    static string Script(RunFolders folders, string name)
    {
        var path = Path.Combine(folders.Scratch, name);
        using var resource = typeof(Container).Assembly.GetManifestResourceStream(name)!;
        using var file = File.Create(path);
        resource.CopyTo(file);
        return path;
    }
}
