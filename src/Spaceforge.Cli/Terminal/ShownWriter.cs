using System.Text;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Terminal;

/// <summary>
/// The tool's standard error. Escapes untrusted text in messages so that it cannot control the terminal or the CI system. Write
/// errors are ignored, since they cannot be reported anywhere.
/// </summary>
sealed class ShownWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value)) WriteOwn(LogText.Shown(value));
    }

    public override void WriteLine() => WriteOwn("\n");

    public override void WriteLine(string? value) => Write($"{value}\n");

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See below.
        }
    }

    /// <summary>Writes the tool's own control sequences.</summary>
    public void WriteOwn(string text)
    {
        try
        {
            inner.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It cannot be reported.
        }
    }
}
