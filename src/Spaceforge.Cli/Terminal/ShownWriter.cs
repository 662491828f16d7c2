using System.Text;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Terminal;

/// <summary>
/// Standard error of the tool: texts of others in messages are shown and do not steer the terminal or the CI system. Where it is closed or
/// full, the tool goes on without it, since there is nobody to tell.
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
            // As below.
        }
    }

    /// <summary>Writes what the tool itself steers the terminal with.</summary>
    public void WriteOwn(string text)
    {
        try
        {
            inner.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody can be told.
        }
    }
}
