using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Cli.Simulating;

/// <summary>Simulates again and again, each run in a container of its own that was started after the run before.</summary>
/// <param name="options">What is simulated.</param>
sealed class WarmSimulation(SimulationOptions options) : IAsyncDisposable
{
    readonly CancellationTokenSource _stop = new();
    Task<WarmContainer?>? _next;
    bool _isPossible = options.Isolates;

    /// <summary>Starts the next run's container.</summary>
    public void Warm()
    {
        if (!_isPossible) return;

        _next ??= Task.Run(() => WarmContainer.StartAsync(RunVariables.OfMachine(), options.Limits, Simulation.Root(options), _stop.Token));
    }

    public async Task<SimulationResult> RunAsync(
        IReadOnlyList<ManifestFile> manifests, ISimulationView view, CancellationToken cancellationToken)
    {
        var container = await TakeAsync();
        Simulation simulation;
        try
        {
            simulation = new Simulation(options with { Date = RunDate.Now(TimeProvider.System) }, manifests, view, container);
        }
        catch
        {
            if (container is not null) await container.DisposeAsync();
            throw;
        }

        await using (simulation) return await simulation.RunAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            if (_next is not null && await _next is { } container) await container.DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // It has removed what it had.
        }

        _stop.Dispose();
    }

    async Task<WarmContainer?> TakeAsync()
    {
        while (_isPossible)
        {
            Warm();
            var container = await _next!;
            _next = null;
            if (container is { IsFresh: true }) return container;
            if (container is null) _isPossible = false;
            else await container.DisposeAsync();
        }

        return null;
    }
}
