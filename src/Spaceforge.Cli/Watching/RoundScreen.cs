using System.Globalization;
using System.Text;
using Spaceforge.Cli.Terminal;

namespace Spaceforge.Cli.Watching;

/// <summary>Shows rounds: on a terminal as one screen with the newest first, elsewhere as lines without escape sequences.</summary>
sealed class RoundScreen
{
    const int LeastRows = 5;
    const int MostLinesInTurn = 40;

    readonly RoundLog _log;
    readonly TextWriter _output;
    readonly string _head;
    readonly Func<int>? _rows;

    /// <param name="log">The rounds.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="head">The first line of a screen.</param>
    /// <param name="rows">The rows of the terminal; null if there is none.</param>
    public RoundScreen(RoundLog log, TextWriter output, string head, Func<int>? rows)
    {
        (_log, _output, _head, _rows) = (log, output, head, rows);
        log.Changed += Show;
        if (rows is null) output.WriteLine(head);
    }

    void Show(Round round, RoundStep? step)
    {
        if (_rows is not null) Draw();
        else if (step is null) _output.WriteLine(round.IsDone ? $"{Clock(round)} {round.Summary}" : $"{Clock(round)} {round.Cause}");
        else if (step.Outcome != StepOutcome.Running)
        {
            foreach (var line in LinesOf(step)) _output.WriteLine(line.Text);
        }

        _output.Flush();
    }

    void Draw()
    {
        var rows = Math.Max(_rows!(), LeastRows);
        List<StepLine> lines = [new(_head, TerminalColors.Cyan)];
        foreach (var round in _log.Rounds)
        {
            lines.Add(default);
            var color = !round.IsDone || round.IsStopped ? TerminalColors.Yellow
                : round.HasFailed ? TerminalColors.Red : TerminalColors.Green;
            lines.Add(new($"{Clock(round)} {round.Cause}: {round.Summary}", color));
            lines.AddRange(round.Steps.SelectMany(LinesOf));
            if (lines.Count >= rows) break;
        }

        // Without line wrapping, so that a line takes one row; from the top and without clearing first, so that nothing flickers.
        var screen = new StringBuilder("\e[?7l\e[H");
        foreach (var (index, line) in lines.Take(rows).Index())
        {
            if (index > 0) screen.Append("\r\n");
            screen.Append(line.Color is { } color ? TerminalColors.Color(line.Text, color) : line.Text).Append("\e[K");
        }

        _output.Write(screen.Append("\e[J\e[?7h").ToString());
    }

    static IEnumerable<StepLine> LinesOf(RoundStep step)
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
        foreach (var line in step.Lines.Take(MostLinesInTurn)) yield return line with { Text = $"    {line.Text}" };
        if (step.Lines.Count > MostLinesInTurn) yield return new($"    ({step.Lines.Count - MostLinesInTurn} more lines)");
    }

    static string Clock(Round round) => round.Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
