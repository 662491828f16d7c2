namespace Spaceforge.Cli.Commands;

/// <summary>What is said of several plugins that are worked on side by side: printed plugin after plugin, in their order.</summary>
/// <param name="plugins">What the user calls them.</param>
sealed class OrderedOutputs(IReadOnlyList<string> plugins) : IDisposable
{
    static readonly string[] Levels = ["error:", "error ", "warning:", "warning "];

    readonly Lock _lock = new();
    readonly Streams[] _streams = [.. plugins.Select(_ => new Streams(new StringWriter(), new StringWriter()))];
    readonly int?[] _exitCodes = new int?[plugins.Count];
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
            for (; _next < plugins.Count && _exitCodes[_next] is not null; _next++)
            {
                Console.Out.Write(_streams[_next].Output);
                Console.Error.Write(Named(_streams[_next].Error.ToString()!, plugins[_next]));
            }
        }
    }

    /// <summary>Says whose each finding is, where there are several plugins.</summary>
    string Named(string text, string plugin) => plugins.Count == 1 ? text : string.Join('\n', text.Split('\n')
        .Select(line => Levels.Any(level => line.StartsWith(level, StringComparison.Ordinal)) ? $"{plugin}: {line}" : line));

    public void Dispose()
    {
        foreach (var (output, error) in _streams)
        {
            output.Dispose();
            error.Dispose();
        }
    }
}
