using System.Runtime.InteropServices;

namespace Spaceforge.Hosting;

/// <summary>Lets SIGTERM, SIGINT and SIGHUP end a hook in an orderly way.</summary>
sealed class StopSignals : IDisposable
{
    const int Interrupt = 2;

    readonly CancellationTokenSource _stop;
    readonly Action<int>? _stopping;
    readonly PosixSignalRegistration _terminate;
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _hangUp;
    int _number;

    /// <param name="stop">Is cancelled.</param>
    /// <param name="stopping">Is told of the first signal.</param>
    public StopSignals(CancellationTokenSource stop, Action<int>? stopping = null)
    {
        (_stop, _stopping) = (stop, stopping);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 15));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 2));
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, 1));
    }

    /// <summary>The signal that came, or 0.</summary>
    public int Number => _number;

    /// <summary>What a person calls the signal.</summary>
    public string Name => NameOf(_number);

    public static string NameOf(int number) => number == Interrupt ? "Ctrl+C" : $"signal {number}";

    /// <summary>What somebody who pressed Ctrl+C is told, or null for another signal.</summary>
    public static string? Hint(int number) => number == Interrupt ? "Stopping; press Ctrl+C again to end now." : null;

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
        if (context.Cancel) _stopping?.Invoke(number);
        _stop.Cancel();
    }
}
