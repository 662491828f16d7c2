namespace Spaceforge.Cli.Commands;

/// <summary>What is said of several plugins that are worked on side by side: printed plugin after plugin, in their order.</summary>
sealed class OrderedOutputs(int count) : IDisposable
{
    readonly Lock _lock = new();
    readonly Streams[] _streams = [.. Enumerable.Range(0, count).Select(_ => new Streams(new StringWriter(), new StringWriter()))];
    readonly int?[] _exitCodes = new int?[count];
    int _next;

    /// <summary>What goes to standard output and to standard error.</summary>
    internal sealed record Streams(TextWriter Output, TextWriter Error);

    public Streams this[int plugin] => _streams[plugin];

    public int WorstExitCode => _exitCodes.Max() ?? ExitCodes.Done;

    /// <summary>Takes note that a plugin is done, and prints what can be printed by now.</summary>
    public void End(int plugin, int exitCode)
    {
        lock (_lock)
        {
            _exitCodes[plugin] = exitCode;
            for (; _next < count && _exitCodes[_next] is not null; _next++)
            {
                Console.Out.Write(_streams[_next].Output);
                Console.Error.Write(_streams[_next].Error);
            }
        }
    }

    public void Dispose()
    {
        foreach (var (output, error) in _streams)
        {
            output.Dispose();
            error.Dispose();
        }
    }
}
