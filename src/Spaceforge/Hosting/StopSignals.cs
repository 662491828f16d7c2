using System.Runtime.InteropServices;

namespace Spaceforge.Hosting;

/// <summary>Lets SIGTERM, SIGINT and SIGHUP end a hook in an orderly way.</summary>
sealed class StopSignals : IDisposable
{
    readonly CancellationTokenSource _stop;
    readonly PosixSignalRegistration _terminate;
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _hangUp;
    int _number;

    public StopSignals(CancellationTokenSource stop)
    {
        _stop = stop;
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 15));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 2));
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, 1));
    }

    /// <summary>The signal that came, or 0.</summary>
    public int Number => _number;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _hangUp.Dispose();
    }

    void Stop(PosixSignalContext context, int number)
    {
        // The first one lets the hook end what it began; a second one ends the process at once.
        context.Cancel = Interlocked.Exchange(ref _number, number) == 0;
        _stop.Cancel();
    }
}
