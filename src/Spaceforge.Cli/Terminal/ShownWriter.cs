using Spaceforge.Logging;

namespace Spaceforge.Cli.Terminal;

/// <summary>
/// The tool's standard error. Escapes untrusted text in messages so that it cannot control the terminal or the CI system. Write
/// errors are ignored, since they cannot be reported anywhere.
/// </summary>
sealed class ShownWriter(TextWriter inner) : PassingWriter(inner)
{
    public override void Flush()
    {
        try
        {
            base.Flush();
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
            Inner.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It cannot be reported.
        }
    }

    protected override void Pass(string text) => WriteOwn(LogText.Shown(text));
}
