using System.Text;

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

    /// <returns>The exit code as it was.</returns>
    public int End(int exitCode)
    {
        if (exitCode is ExitCodes.UsedWrongly or ExitCodes.Fault && !_output.IsUsed)
        {
            Console.Out.Write(JsonFinding.Write(FindingText.OfFailure(_error.Text, exitCode)));
        }

        return exitCode;
    }

    public void Dispose()
    {
        Console.SetOut(_output.Inner);
        Console.SetError(_error.Inner);
        _output.Dispose();
        _error.Dispose();
    }

    sealed class Watched(TextWriter inner, bool keeps) : TextWriter
    {
        const int Most = 1_000_000;

        readonly StringBuilder _kept = new();

        public TextWriter Inner => inner;

        public bool IsUsed { get; private set; }

        public string Text
        {
            get
            {
                lock (_kept) return _kept.ToString();
            }
        }

        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value)
        {
            if (string.IsNullOrEmpty(value)) return;

            IsUsed = true;
            lock (_kept)
            {
                if (keeps && _kept.Length < Most) _kept.Append(value);
                inner.Write(value);
            }
        }

        public override void WriteLine() => Write("\n");

        public override void WriteLine(string? value) => Write($"{value}\n");

        public override void Flush() => inner.Flush();
    }
}
