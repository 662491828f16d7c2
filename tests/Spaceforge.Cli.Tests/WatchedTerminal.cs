using System.Diagnostics;
using System.Text;

namespace Spaceforge.Cli.Tests;

/// <summary>The tool on a terminal, which script(1) makes, while it runs.</summary>
sealed class WatchedTerminal : IDisposable
{
    readonly Process _process;
    readonly Task _ended;
    readonly StringBuilder _written = new();

    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments, and redirections.</param>
    /// <param name="columns">The terminal's width.</param>
    public WatchedTerminal(Tool tool, string arguments, int columns = 80)
    {
        Screen = new TerminalScreen(columns);
        var command = new CommandLine(
            "script", "-qec", $"tty; stty cols {columns} rows 24; exec '{Repository.PathOf("spaceforge")}' {arguments}", "/dev/null");
        _process = (command with { Folder = tool.Folder.Path, Variables = tool.Variables }).Start();
        _ended = Task.WhenAll(ReadAsync(), _process.WaitForExitAsync(CancellationToken.None));
    }

    public TerminalScreen Screen { get; }

    /// <summary>Everything that was written to it.</summary>
    public string Written
    {
        get
        {
            lock (_written) return _written.ToString();
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>Waits for a row that begins with a text.</summary>
    public async Task<string> RowAsync(string start)
    {
        await Wait.UntilAsync(() => Find() is not null || _ended.IsCompleted, $"'{start}'");
        return Find()
            ?? throw new InvalidOperationException($"'{start}' was not shown:\n{string.Join('\n', Screen.Rows)}");

        string? Find() => Screen.Rows.FirstOrDefault(row => row.StartsWith(start, StringComparison.Ordinal));
    }

    /// <summary>Makes the terminal narrower.</summary>
    public async Task ShrinkAsync(int columns, bool wraps)
    {
        Screen.Shrink(columns, wraps);
        (await new CommandLine("stty", "-F", Screen.Rows[0], "cols", $"{columns}").RunAsync()).ShouldExit(0);
    }

    /// <returns>What the terminal shows at the end, without the terminal's name.</returns>
    public async Task<string[]> EndAsync(int exitCode)
    {
        await Wait.ForAsync(_ended, "the end of the tool");
        Assert.True(_process.ExitCode == exitCode, $"Exit code {_process.ExitCode}, not {exitCode}.\n{string.Join('\n', Screen.Rows)}");
        return Screen.Rows[1..];
    }

    async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_written) _written.Append(buffer, 0, count);
            Screen.Write(new string(buffer, 0, count));
        }
    }
}
