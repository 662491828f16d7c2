using System.Collections.Concurrent;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>
/// Notices exceptions that a reader catches, where it catches all: a mistake of ours must not hide among those of the input.
/// </summary>
sealed class Caught(Func<Exception, bool> isDocumented)
{
    readonly ConcurrentQueue<Exception> _thrown = [];

    public void During(Action read)
    {
        _thrown.Clear();
        AppDomain.CurrentDomain.FirstChanceException += Note;
        try
        {
            read();
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Note;
        }

        if (_thrown.FirstOrDefault(e => !isDocumented(e)) is { } wrong)
            throw new FindingException($"It was caught, but is not expected: {wrong}");
    }

    void Note(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e) => _thrown.Enqueue(e.Exception);
}
