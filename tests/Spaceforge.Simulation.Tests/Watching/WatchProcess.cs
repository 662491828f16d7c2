using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Simulation.Tests.Watching;

/// <summary>A running <c>spaceforge watch</c>, and what it has printed.</summary>
sealed partial class WatchProcess : IDisposable
{
    readonly Process _process;
    readonly StringBuilder _output = new();

    public WatchProcess(CommandLine command)
    {
        _process = command.Start();
        foreach (var stream in (StreamReader[])[_process.StandardOutput, _process.StandardError]) _ = CopyAsync(stream);
    }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>The lines of the last round.</summary>
    public string Last => Start().Split(Output)[^1];

    /// <summary>How many rounds have ended.</summary>
    public int Rounds => End().Count(Output);

    /// <summary>Waits for the end of a round, which is counted from 1.</summary>
    public async Task<string> EndsAsync(int round)
    {
        await UntilAsync(() => Rounds >= round, $"the end of round {round}");
        return Last;
    }

    /// <summary>The address of its page.</summary>
    public async Task<Uri> AddressAsync()
    {
        await UntilAsync(() => Page().IsMatch(Output), "the address of the page");
        return new Uri(Page().Match(Output).Value);
    }

    /// <summary>Waits for it, and fails with what was printed if it does not come.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        await Wait.UntilAsync(() => condition() || _process.HasExited, what);
        if (!condition()) Assert.Fail($"It ended with exit code {_process.ExitCode} before {what}.\n{Output}");
    }

    public static async Task SignalAsync(string signal, string process) =>
        (await new CommandLine("kill", $"-{signal}", "--", process).RunAsync()).ShouldExit(0);

    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await Wait.ForAsync(_process.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of the watch");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    async Task CopyAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_output) _output.Append(buffer, 0, count);
        }
    }

    [GeneratedRegex("http://127[.]0[.]0[.]1:[0-9]+/[0-9a-f]{32}/")]
    private static partial Regex Page();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d (?:passed|failed)", RegexOptions.Multiline)]
    private static partial Regex End();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d (?!passed|failed|stopped)", RegexOptions.Multiline)]
    private static partial Regex Start();
}
