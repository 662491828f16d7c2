using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Commands;

/// <summary>Compares a committed manifest with the one that its plugin makes.</summary>
static class ManifestCheck
{
    /// <summary>Unchanged lines around a change.</summary>
    const int Around = 3;

    public static int Run(string path, string fresh, string shownPath, string shownPlugin, OrderedOutputs.Streams streams)
    {
        if (Directory.Exists(path)) throw new UsageException($"'{shownPath}' is a folder, not a manifest.");

        var committed = File.Exists(path) ? File.ReadAllText(path) : null;
        if (committed == fresh)
        {
            // A program that reads what is said has the exit code.
            if (!Console.IsErrorRedirected) streams.Error.WriteLine($"{shownPath} is up to date.");
            return ExitCodes.Done;
        }

        if (committed is null)
        {
            streams.Error.WriteLine($"There is no {shownPath}. Make it with: spaceforge generate {shownPlugin}");
            return ExitCodes.Failed;
        }

        streams.Output.WriteLine($"--- {shownPath} (committed)");
        streams.Output.WriteLine($"+++ {shownPath} (made from {shownPlugin})");
        Print(InlineDiffBuilder.Diff(Differ.Instance, committed, fresh, ignoreWhiteSpace: false).Lines, streams.Output);
        streams.Error.WriteLine($"{shownPath} is stale. Make it again with: spaceforge generate {shownPlugin}");
        return ExitCodes.Failed;
    }

    static void Print(List<DiffPiece> lines, TextWriter output)
    {
        var changed = lines.Index().Where(line => line.Item.Type != ChangeType.Unchanged).Select(line => line.Index).ToArray();
        if (changed.Length == 0)
        {
            output.WriteLine("(Only the line ends differ.)");
            return;
        }

        var shown = changed.SelectMany(i => Enumerable.Range(i - Around, (2 * Around) + 1)).Where(i => i >= 0 && i < lines.Count).ToHashSet();
        for (var i = 0; i < lines.Count; i++)
        {
            if (!shown.Contains(i)) continue;
            if (i > 0 && !shown.Contains(i - 1)) output.WriteLine("@@");
            var text = LogText.OneLine(lines[i].Text);
            output.WriteLine(lines[i].Type switch
            {
                ChangeType.Inserted => TerminalColors.Color($"+{text}", TerminalColors.Green),
                ChangeType.Deleted => TerminalColors.Color($"-{text}", TerminalColors.Red),
                _ => $" {text}",
            });
        }
    }
}
