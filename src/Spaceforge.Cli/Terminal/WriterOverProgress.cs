namespace Spaceforge.Cli.Terminal;

/// <summary>Writes to the terminal that may show progress, which is erased first.</summary>
sealed class WriterOverProgress(TextWriter inner, ProgressLine progress) : PassingWriter(inner)
{
    protected override void Pass(string text) => progress.Write(Inner, text);
}
