using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.Cli.Account;

/// <summary>
/// What a command tells: its result as text while it comes, or as one JSON object at the end. Secrets are masked in all of it.
/// </summary>
sealed class AccountOutput(bool json, SecretMasker secrets)
{
    // Takes away what is waited for, which stands on the line.
    const string EmptyLine = "\r\e[K";

    static readonly bool HasTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>The result for scripts.</summary>
    public JsonObject Result { get; } = [];

    /// <summary>Writes a part of the result for people; scripts get <see cref="Result"/>.</summary>
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

    /// <summary>Writes what is no result, for people and in logs.</summary>
    public void Note(string text) =>
        Streams.Error.WriteOwn($"{(HasTerminal ? EmptyLine : "")}{secrets.Apply(LogText.Shown(text, colors: false))}\n");

    /// <summary>Shows on a terminal what is waited for, until the returned object is disposed of.</summary>
    public IDisposable Waiting(string what)
    {
        if (HasTerminal) Console.Error.Write($"{secrets.Apply(LogText.OneLine(what))} ...");
        return new Line();
    }

    /// <summary>Writes the result for scripts, where it is asked for and there is one.</summary>
    public void Finish()
    {
        if (json && Result.Count > 0) Write(Console.Out, JsonText.Of(Result, indented: true));
    }

    void Write(TextWriter writer, string text) => writer.Write(secrets.Apply(text) + "\n");

    sealed class Line : IDisposable
    {
        public void Dispose()
        {
            if (HasTerminal) Streams.Error.WriteOwn(EmptyLine);
        }
    }
}
