using System.Diagnostics;

namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>A container that is started before its run is known, so that the run does not wait for it. No hook has run in it.</summary>
sealed class WarmContainer : IAsyncDisposable
{
    // Later, what was mounted or installed on the machine since may be missing in it.
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    readonly long _start = Stopwatch.GetTimestamp();

    WarmContainer(RunFolders folders, Container container) => (Folders, Container) = (folders, container);

    public RunFolders Folders { get; }

    public Container Container { get; }

    /// <summary>Whether a run may still use it.</summary>
    public bool IsFresh => Stopwatch.GetElapsedTime(_start) < Longest && Container.IsRunning;

    /// <param name="variables">Its environment.</param>
    /// <param name="limits">Its resource limits.</param>
    /// <param name="root">The root that hooks see, or null for the machine's.</param>
    /// <returns>Null if there are no namespaces: then all children of the tool count as a run's.</returns>
    public static async Task<WarmContainer?> StartAsync(
        IReadOnlyDictionary<string, string> variables, ContainerLimits limits, ContainerRoot? root, CancellationToken cancellationToken)
    {
        var folders = RunFolders.Create();
        try
        {
            var (container, _) = await Container.TryIsolateAsync(folders, variables, limits, root, cancellationToken);
            if (container is not null) return new WarmContainer(folders, container);
        }
        catch
        {
            folders.Dispose();
            throw;
        }

        folders.Dispose();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await Container.DisposeAsync();
        Folders.Dispose();
    }
}
