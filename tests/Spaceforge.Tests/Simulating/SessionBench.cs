using System.Collections.Concurrent;
using Spaceforge.Cli.Simulating;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Tests.Simulating;

/// <summary>Folders and a container for sessions, without the rest of a simulation.</summary>
sealed class SessionBench : IAsyncDisposable
{
    public static readonly ContainerLimits Limits = new(Memory: 500_000_000, Processes: 1_000, OpenFiles: 1_024, Disk: 100_000_000);

    readonly RunFolders _folders = RunFolders.Create();
    Container? _container;
    bool _isDisposed;

    public RunFolders Folders => _folders;

    public Container Container => _container!;

    public ContainerLimits Given { get; init; } = Limits;

    public Dictionary<string, string> Variables { get; } = new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
        ["GREETING"] = "hello",
    };

    /// <summary>Starts it with namespaces. Where there are none the test needs another machine.</summary>
    public static async Task<SessionBench> IsolatedAsync()
    {
        var bench = new SessionBench();
        await bench.StartAsync(isolate: true);
        if (bench.Container.Isolation != Isolation.None) return bench;

        var obstacle = bench.Container.Obstacle;
        await bench.DisposeAsync();
        Needs.Missing($"namespaces: {obstacle}");
        return bench;
    }

    public async Task StartAsync(bool isolate, ContainerRoot? root = null, CancellationTokenSource? stop = null) =>
        _container = await Container.StartAsync(_folders, Variables, Given, isolate, root, stop?.Token ?? default);

    /// <summary>Runs a session with these commands as its steps.</summary>
    public Task<Session> RunAsync(params string[] commands) => new Session(this, commands).RunAsync();

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;

        _isDisposed = true;
        if (_container is not null) await _container.DisposeAsync();
        _folders.Dispose();
    }

    /// <summary>A session, and what its observer was told in order.</summary>
    public sealed class Session(SessionBench bench, params string[] commands) : IContainerObserver
    {
        readonly ConcurrentQueue<string> _events = new();
        Task<int?>? _running;

        public SessionScript Script { get; } = SessionScript.Of(
            ExportedVariables.Of([]), "/", [], [.. commands.Select(command => new Step("before_init", "plugin", "context", command))]);

        public string[] Events => [.. _events];

        public int? ExitCode { get; private set; }

        /// <summary>The first step that is not expected.</summary>
        public int Refuses { get; init; } = int.MaxValue;

        public void Start() => _running = bench.Container.RunAsync(Script, this);

        public async Task<Session> RunAsync()
        {
            if (_running is null) Start();
            ExitCode = await Wait.ForAsync(_running!, "the end of the session");
            return this;
        }

        bool IContainerObserver.Started(int step)
        {
            _events.Enqueue($"<{step}>");
            return step < Refuses;
        }

        void IContainerObserver.Printed(string line, bool isUnicode) =>
            _events.Enqueue(line.Length > 100 ? $"{line.Length} characters" : isUnicode ? line : $"not Unicode: {line}");

        int IContainerObserver.PlaceToCut(string text, int rest) => 60_000;

        void IContainerObserver.LeftBehind(string process) => _events.Enqueue($"left {process}");
    }
}
