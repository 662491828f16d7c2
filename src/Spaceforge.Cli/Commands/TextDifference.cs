using DiffPlex.DiffBuilder.Model;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Commands;

/// <summary>Prints how a committed text differs from the one that is generated.</summary>
static class TextDifference
{
    /// <summary>Unchanged lines around a change.</summary>
    const int Around = 3;

    const int MostLines = 5_000;

    public static void Print(string old, string made, string oldName, string madeName, TextWriter output)
    {
        output.WriteLine($"--- {oldName}");
        output.WriteLine($"+++ {madeName}");
        foreach (var (text, type) in Lines(old, made))
        {
            output.WriteLine(type switch
            {
                ChangeType.Inserted => TerminalColors.Color(text, TerminalColors.Green),
                ChangeType.Deleted => TerminalColors.Color(text, TerminalColors.Red),
                _ => text,
            });
        }
    }

    /// <summary>The lines that differ, with those around them.</summary>
    public static IEnumerable<(string Text, ChangeType Type)> Lines(string old, string made)
    {
        var lines = LineDifference.Of(old, made);
        var changed = lines.Index().Where(line => line.Item.Type != ChangeType.Unchanged).Select(line => line.Index).ToArray();
        if (changed.Length == 0)
        {
            yield return ("(Only the line endings differ.)", ChangeType.Unchanged);
            yield break;
        }

        var shown = changed.SelectMany(i => Enumerable.Range(i - Around, (2 * Around) + 1))
            .Where(i => i >= 0 && i < lines.Count).ToHashSet();
        for (var (i, count) = (0, 0); i < lines.Count; i++)
        {
            if (!shown.Contains(i)) continue;
            if (++count > MostLines)
            {
                yield return ($"({shown.Count - MostLines} more lines)", ChangeType.Unchanged);
                yield break;
            }

            if (i > 0 && !shown.Contains(i - 1)) yield return ("@@", ChangeType.Unchanged);
            var text = LogText.OneLine(Shown(lines[i].Text));
            yield return lines[i].Type switch
            {
                ChangeType.Inserted => ($"+{text}", ChangeType.Inserted),
                ChangeType.Deleted => ($"-{text}", ChangeType.Deleted),
                _ => ($" {text}", ChangeType.Unchanged),
            };
        }
    }

    // A payload that exists on one side only is one long line.
    static string Shown(string line) => line.Length > 1000 ? $"{line[..60]}... ({line.Length} characters)" : line;
}
