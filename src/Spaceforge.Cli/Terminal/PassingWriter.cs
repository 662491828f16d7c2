using System.Text;

namespace Spaceforge.Cli.Terminal;

/// <summary>A writer that passes on every text, whichever method it came by.</summary>
abstract class PassingWriter(TextWriter inner) : TextWriter
{
    public TextWriter Inner => inner;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Pass(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Pass(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Pass(buffer.ToString());

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value)) Pass(value);
    }

    public override void WriteLine() => Pass("\n");

    public override void WriteLine(string? value) => Pass($"{value}\n");

    public override void Flush() => inner.Flush();

    protected abstract void Pass(string text);
}
