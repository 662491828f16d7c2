using Spaceforge.Cli.Json;

namespace Spaceforge.Cli.Commands;

/// <summary>Output of several plugins that are processed in parallel, printed plugin by plugin in their order.</summary>
/// <param name="plugins">Their names as the user gave them.</param>
/// <param name="keepsOutput">Whether standard output is for findings, and what plugins print there goes to standard error.</param>
sealed class OrderedOutputs(IReadOnlyList<string> plugins, bool keepsOutput = false) : IDisposable
{
    static readonly string[] Levels = ["error:", "error ", "warning:", "warning "];

    readonly Lock _lock = new();
    readonly Streams[] _streams = [.. plugins.Select(_ => new Streams(new StringWriter(), new StringWriter()))];
    readonly int?[] _exitCodes = new int?[plugins.Count];
    int _next;

    /// <summary>A plugin's standard output and standard error.</summary>
    internal sealed record Streams(TextWriter Output, TextWriter Error);

    public Streams this[int plugin] => _streams[plugin];

    public int WorstExitCode => _exitCodes.Max() ?? ExitCodes.Done;

    /// <summary>Marks a plugin as done, and prints everything that is complete so far.</summary>
    public void End(int plugin, int exitCode)
    {
        lock (_lock)
        {
            _exitCodes[plugin] = exitCode;
            for (; _next < plugins.Count && _exitCodes[_next] is not null; _next++)
            {
                (keepsOutput ? Console.Error : Console.Out).Write(_streams[_next].Output);
                Console.Error.Write(Named(_streams[_next].Error.ToString()!, plugins[_next]));
            }
        }
    }

    /// <summary>What was said about all plugins; what says nothing of its file is about the plugin's.</summary>
    public IEnumerable<JsonFinding> Findings => plugins.Index().SelectMany(plugin =>
    {
        var text = _streams[plugin.Index].Error.ToString()!;
        var exitCode = _exitCodes[plugin.Index] ?? ExitCodes.Done;
        var found = exitCode == ExitCodes.Done ? FindingText.Read(text) : FindingText.OfFailure(text, exitCode);
        return found.Select(finding => finding.File is null ? finding with { File = plugin.Item } : finding);
    });

    /// <summary>Prefixes findings with the plugin's file if there are several plugins.</summary>
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
