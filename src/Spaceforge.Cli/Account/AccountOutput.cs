using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.Cli.Account;

/// <summary>
/// A command's output: text as results arrive, or one JSON object at the end. Secrets are always masked.
/// </summary>
sealed class AccountOutput(bool json, SecretMasker secrets)
{
    /// <summary>The result for scripts.</summary>
    public JsonObject Result { get; } = [];

    /// <summary>Writes part of the result for people; scripts get <see cref="Result"/>.</summary>
    public void Tell(string text)
    {
        if (!json) Write(Console.Out, LogText.Shown(text, colors: false));
    }

    /// <summary>A table for people.</summary>
    public void Tell(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (json) return;

        var (bold, dim) = TerminalColors.HasColors ? (TextStyle.Bold, TextStyle.Dim) : (TextStyle.None, TextStyle.None);
        var lines = TablePreview.Lines([.. header.Select(name => Cell(name, bold))],
            [.. rows.Select(row => (StyledText[])[.. row.Select(cell => Cell(cell, TextStyle.None))])], TerminalColors.Width, dim);
        foreach (var line in lines) Write(Console.Out, line.ToString().TrimEnd());

        static StyledText Cell(string text, TextStyle style) => new StyledText().Append(LogText.OneLine(text), style);
    }

    /// <summary>Writes messages, which are not part of the result.</summary>
    public void Note(string text) =>
        Streams.Error.WriteOwn($"{secrets.Apply(LogText.Shown(text, colors: false))}\n");

    /// <summary>Shows a person who waits what is waited for, until the returned object is disposed.</summary>
    public IDisposable? Waiting(string what) => Streams.Progress.Show(secrets.Apply(what));

    /// <summary>Writes the result for scripts, if requested and not empty.</summary>
    public void Finish()
    {
        if (json && Result.Count > 0) Write(Console.Out, JsonText.Of(Result, indented: true));
    }

    void Write(TextWriter writer, string text) => writer.Write(secrets.Apply(text) + "\n");
}
