using System.Text;
using Spaceforge.Cli.Terminal;

namespace Spaceforge.Cli.Json;

/// <summary>
/// A command with <c>--json</c> that cannot do its work, and so has printed no result, prints what it said on standard error as findings.
/// </summary>
sealed class JsonErrors : IDisposable
{
    readonly Watched _output = new(Console.Out, keeps: false);
    readonly Watched _error = new(Console.Error, keeps: true);

    public JsonErrors()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
    }

    /// <param name="exitCode">The command's.</param>
    /// <param name="tellsFindings">Whether its messages are findings, even if it succeeded.</param>
    /// <returns>The exit code as it was.</returns>
    public int End(int exitCode, bool tellsFindings)
    {
        if (_output.IsUsed || !(tellsFindings || exitCode is ExitCodes.UsedWrongly or ExitCodes.Fault)) return exitCode;

        Console.Out.Write(JsonFinding.Write(exitCode == ExitCodes.Done
            ? FindingText.Read(_error.Text) : FindingText.OfFailure(_error.Text, exitCode)));
        return exitCode;
    }

    public void Dispose()
    {
        Console.SetOut(_output.Inner);
        Console.SetError(_error.Inner);
        _output.Dispose();
        _error.Dispose();
    }

    sealed class Watched(TextWriter inner, bool keeps) : PassingWriter(inner)
    {
        const int Most = 1_000_000;

        readonly StringBuilder _kept = new();

        public bool IsUsed { get; private set; }

        public string Text
        {
            get
            {
                lock (_kept) return _kept.ToString();
            }
        }

        protected override void Pass(string text)
        {
            IsUsed = true;
            lock (_kept)
            {
                if (keeps && _kept.Length < Most) _kept.Append(text);
                Inner.Write(text);
            }
        }
    }
}
