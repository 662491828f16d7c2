using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Terminal;

/// <summary>A table with aligned columns, or with one line per cell if it is wider than the terminal.</summary>
static partial class TablePreview
{
    const string Gap = "  ";

    public static bool IsDelimiterRow(string line) => line.Contains('|', StringComparison.Ordinal) && DelimiterRow.IsMatch(line.Trim());

    /// <param name="lines">The header, then the rows, without the delimiter row.</param>
    public static IEnumerable<StyledText> Lines(IReadOnlyList<string> lines, int width)
    {
        var header = Cells(lines[0]).Select(cell => Cell(cell, TextStyle.Bold)).ToArray();
        return Lines(header, [.. lines.Skip(1).Select(line => Row(line, header.Length))], width, TextStyle.Dim);
    }

    /// <param name="rows">Rows with as many cells as the header.</param>
    /// <param name="rule">The style of the line under the header.</param>
    public static IEnumerable<StyledText> Lines(StyledText[] header, StyledText[][] rows, int width, TextStyle rule)
    {
        var widths = header.Select((cell, column) => rows.Select(row => row[column].Width).Append(cell.Width).Max()).ToArray();

        return widths.Sum() + (Gap.Length * (widths.Length - 1)) <= width ? Aligned(header, rows, widths, rule) : Listed(header, rows);
    }

    static IEnumerable<StyledText> Aligned(StyledText[] header, StyledText[][] rows, int[] widths, TextStyle rule)
    {
        yield return Line(header, widths);
        yield return Line([.. widths.Select(width => new StyledText().Append(new string('─', width), rule))], widths);
        foreach (var row in rows) yield return Line(row, widths);
    }

    static IEnumerable<StyledText> Listed(StyledText[] header, StyledText[][] rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (i > 0) yield return new StyledText();
            foreach (var (name, cell) in header.Zip(rows[i])) yield return new StyledText().Append(name).Append(": ").Append(cell);
        }
    }

    static StyledText Line(StyledText[] cells, int[] widths)
    {
        var line = new StyledText();
        for (var i = 0; i < cells.Length; i++)
        {
            line.Append(cells[i]);
            if (i < cells.Length - 1) line.Append(new string(' ', widths[i] - cells[i].Width) + Gap);
        }

        return line;
    }

    static StyledText[] Row(string line, int columns) =>
        [.. Cells(line).Concat(Enumerable.Repeat("", columns)).Take(columns).Select(cell => Cell(cell, TextStyle.None))];

    static StyledText Cell(string markdown, TextStyle style) => InlinePreview.Parse(markdown, style).OnOneLine();

    /// <summary>The cells of a row; a pipe can be escaped even in code.</summary>
    static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        line = line.Trim();
        for (var i = line.StartsWith('|') ? 1 : 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
            {
                // A pipe has no other meaning in Markdown, so the backslash can go outside code too.
                if (line[++i] != '|') cell.Append('\\');
                cell.Append(line[i]);
            }
            else if (line[i] == '|')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        if (cell.Length > 0) cells.Add(cell.ToString().Trim());
        return cells;
    }

    [GeneratedRegex(@"\A\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\z")]
    static partial Regex DelimiterRow { get; }
}
