using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Spaceforge.Cli.Terminal;

/// <summary>
/// The lines of two texts, with what was deleted and inserted. Large texts with little in common take no longer than others.
/// </summary>
static class LineDifference
{
    // The time to find the fewest changes grows with the square.
    const int MostCompared = 10_000;

    public static IReadOnlyList<DiffPiece> Of(string old, string made)
    {
        var (before, after) = (Lines(old), Lines(made));
        var most = Math.Min(before.Length, after.Length);
        var start = 0;
        while (start < most && before[start] == after[start]) start++;
        var end = 0;
        while (end < most - start && before[^(end + 1)] == after[^(end + 1)]) end++;

        var (deleted, inserted) = (before[start..^end], after[start..^end]);
        // An empty text would be compared as one empty line.
        var between = deleted.Length == 0 || inserted.Length == 0 || deleted.Length + inserted.Length > MostCompared
            ? [.. deleted.Select(line => new DiffPiece(line, ChangeType.Deleted)),
                .. inserted.Select(line => new DiffPiece(line, ChangeType.Inserted))]
            : InlineDiffBuilder.Diff(string.Join('\n', deleted), string.Join('\n', inserted), ignoreWhiteSpace: false).Lines;
        return [.. before[..start].Select(Unchanged), .. between, .. before[(before.Length - end)..].Select(Unchanged)];
    }

    static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    static DiffPiece Unchanged(string line) => new(line, ChangeType.Unchanged);
}
