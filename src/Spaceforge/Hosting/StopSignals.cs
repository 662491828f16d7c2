using System.Runtime.InteropServices;

namespace Spaceforge.Hosting;

/// <summary>Handles SIGTERM, SIGINT and SIGHUP so that a hook can end gracefully.</summary>
sealed class StopSignals : IDisposable
{
    const int Interrupt = 2;

    readonly CancellationTokenSource _stop;
    readonly Action<int>? _stopping;
    readonly PosixSignalRegistration _terminate;
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _hangUp;
    int _number;

    /// <param name="stop">Cancelled on the first signal.</param>
    /// <param name="stopping">Called on the first signal.</param>
    public StopSignals(CancellationTokenSource stop, Action<int>? stopping = null)
    {
        (_stop, _stopping) = (stop, stopping);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 15));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 2));
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, 1));
    }

    /// <summary>The received signal, or 0.</summary>
    public int Number => _number;

    /// <summary>The signal's name for people.</summary>
    public string Name => NameOf(_number);

    public static string NameOf(int number) => number == Interrupt ? "Ctrl+C" : $"signal {number}";

    /// <summary>The message after Ctrl+C, or null for another signal.</summary>
    public static string? Hint(int number) => number == Interrupt ? "Stopping; press Ctrl+C again to end now." : null;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _hangUp.Dispose();
    }

    void Stop(PosixSignalContext context, int number)
    {
        // The first signal lets the hook clean up; a second one ends the process at once.
        context.Cancel = Interlocked.Exchange(ref _number, number) == 0;
        if (context.Cancel) _stopping?.Invoke(number);
        _stop.Cancel();
    }
}
