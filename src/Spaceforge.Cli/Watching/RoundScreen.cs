using System.Globalization;
using System.Text;
using Spaceforge.Cli.Terminal;

namespace Spaceforge.Cli.Watching;

/// <summary>Shows rounds: on a terminal as one screen with the newest first, elsewhere as lines without escape sequences.</summary>
sealed class RoundScreen : IDisposable
{
    const int LeastRows = 5;
    const int LeastColumns = 20;
    const int MostLinesInTurn = 40;
    const int LongestWord = 20;
    const int PassedShare = 4;
    const string Continued = "      ";

    readonly RoundLog _log;
    readonly TextWriter _output;
    readonly TextWriter _error;
    readonly string _head;
    readonly Func<(int Rows, int Columns)>? _size;
    string? _warning;

    /// <param name="log">The rounds.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error, for warnings that are not on the screen.</param>
    /// <param name="head">The first lines of a screen.</param>
    /// <param name="size">The size of the terminal; null if there is none.</param>
    public RoundScreen(RoundLog log, TextWriter output, TextWriter error, string head, Func<(int Rows, int Columns)>? size)
    {
        (_log, _output, _error, _head, _size) = (log, output, error, head, size);
        log.Changed += Show;
        if (size is null) output.WriteLine(head);
    }

    /// <summary>Leaves the screen as it is, for what comes after it.</summary>
    public void Dispose()
    {
        _log.Changed -= Show;
        try
        {
            if (_size is not null) _output.WriteLine();
            _output.Flush();
        }
        catch (IOException)
        {
            // The terminal is gone.
        }
    }

    void Show(Round round, RoundStep? step)
    {
        if (_size is null && _log.Warning is { } warning && warning != _warning)
        {
            _warning = warning;
            _error.WriteLine($"warning: {warning}.");
        }

        if (_size is not null) Draw();
        else if (step is null) _output.WriteLine(round.IsDone ? $"{Clock(round)} {round.Summary}" : $"{Clock(round)} {round.Cause}");
        else if (step.Outcome != StepOutcome.Running)
        {
            foreach (var line in LinesOf(step, MostLinesInTurn)) _output.WriteLine(line.Text);
        }

        _output.Flush();
    }

    void Draw()
    {
        var (rows, columns) = _size!();
        (rows, columns) = (Math.Max(rows, LeastRows), Math.Max(columns, LeastColumns));
        List<StepLine> lines = [.. _head.Split('\n').SelectMany(line => Fit(new(line, TerminalColors.Cyan)))];
        if (_log.Warning is { } warning) lines.AddRange(Fit(new($"warning: {warning}.", TerminalColors.Yellow)));
        foreach (var round in _log.Rounds)
        {
            lines.Add(default);
            var color = !round.IsDone || round.IsStopped ? TerminalColors.Yellow
                : round.HasFailed ? TerminalColors.Red : TerminalColors.Green;
            lines.AddRange(Fit(new($"{Clock(round)} {round.Cause}: {round.Summary}", color)));
            // The difference of a manifest must not hide what failed after it.
            var most = round.HasFailed ? rows / PassedShare : MostLinesInTurn;
            lines.AddRange(round.Steps
                .SelectMany(step => LinesOf(step, step.Outcome == StepOutcome.Failed ? MostLinesInTurn : most)).SelectMany(Fit));
            if (lines.Count >= rows) break;
        }

        // Without the terminal's own wrapping, since terminals differ in the width of some characters; from the top and without
        // clearing first, so that nothing flickers.
        var screen = new StringBuilder("\e[?7l\e[H");
        foreach (var (index, line) in lines.Take(rows).Index())
        {
            if (index > 0) screen.Append("\r\n");
            screen.Append(line.Color is { } color ? TerminalColors.Color(line.Text, color) : line.Text).Append("\e[K");
        }

        _output.Write(screen.Append("\e[J\e[?7h").ToString());

        IEnumerable<StepLine> Fit(StepLine line) => RowsOf(line.Text, columns).Select(row => line with { Text = row });
    }

    /// <summary>Breaks a line at the last blank near the end of a row, or wherever that is: what is last is often what helps.</summary>
    static IEnumerable<string> RowsOf(string text, int columns)
    {
        var (row, width) = (new StringBuilder(), 0);
        foreach (var element in ElementsOf(text))
        {
            var more = DisplayWidth.Of(element);
            if (width + more > columns)
            {
                var full = row.ToString();
                var blank = full.LastIndexOf(' ');
                var isNear = blank > Math.Max(full.Length - LongestWord, columns / 2);
                var (end, rest) = isNear ? (blank, full[(blank + 1)..]) : (full.Length, "");
                yield return full[..end];

                row.Clear().Append(Continued).Append(rest);
                width = Continued.Length + ElementsOf(rest).Sum(DisplayWidth.Of);
            }

            row.Append(element);
            width += more;
        }

        yield return row.ToString();
    }

    static IEnumerable<string> ElementsOf(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext()) yield return elements.GetTextElement();
    }

    static IEnumerable<StepLine> LinesOf(RoundStep step, int most)
    {
        var (word, color) = step.Outcome switch
        {
            StepOutcome.Running => ("...", TerminalColors.Yellow),
            StepOutcome.Passed => ("ok", TerminalColors.Green),
            StepOutcome.Failed => ("failed", TerminalColors.Red),
            StepOutcome.Skipped => ("skipped", (string?)null),
            _ => ("stopped", TerminalColors.Yellow),
        };
        var time = step.Outcome is StepOutcome.Running or StepOutcome.Skipped ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{step.Duration.TotalSeconds:0.00} s");
        yield return new($"  {step.Name,-11}{word,-9}{time,-8}{step.Note}".TrimEnd(), color);
        foreach (var line in step.Lines.Take(most)) yield return line with { Text = $"    {line.Text}" };
        if (step.Lines.Count > most) yield return new($"    ({step.Lines.Count - most} more lines)");
    }

    static string Clock(Round round) => round.Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
