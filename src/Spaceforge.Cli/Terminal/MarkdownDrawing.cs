using Spaceforge.Hosting;

namespace Spaceforge.Cli.Terminal;

/// <summary>Renders on the terminal the Markdown that a plugin writes to a file, since a plugin itself can only print it.</summary>
sealed class MarkdownDrawing : IDisposable
{
    readonly string _file = Path.GetTempFileName();

    /// <summary>The variables that tell the plugin the file's path.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string> { [HostEnvironment.MarkdownFile] = _file };

    public void Draw(TextWriter output)
    {
        foreach (var markdown in File.ReadAllText(_file).Split(HostEnvironment.MarkdownSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            output.WriteLine(MarkdownPreview.Render(markdown, terminal: true, TerminalColors.Width));
        }
    }

    public void Dispose() => File.Delete(_file);
}
