using System.Text;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Diffing.Formats;

/// <summary>A comparison for people.</summary>
static class DiffText
{
    public static string Write(PluginDiff diff)
    {
        var text = new StringBuilder();
        text.Append(Line($"{diff.New.Name} {diff.Old.Version} -> {diff.New.Version}"));
        if (diff.Changes.Count > 0) text.Append('\n');
        foreach (var change in diff.Changes)
        {
            var color = change.Kind switch
            {
                ChangeKind.Breaking => TerminalColors.Red,
                ChangeKind.Addition => TerminalColors.Green,
                _ => TerminalColors.Cyan,
            };
            text.Append(TerminalColors.Color(change.Word.PadRight(10), color)).Append(Line($"{change.Subject} {change.Message}"));
        }

        text.Append('\n').Append(Line(Verdict(diff)));
        return text.ToString();
    }

    /// <summary>What the version must be, as one sentence or two.</summary>
    public static string Verdict(PluginDiff diff)
    {
        if (diff.Bump == "none")
        {
            return diff.IsEnough ? "Installers notice nothing."
                : $"Installers notice nothing, but version {diff.New.Version} is lower than {diff.Old.Version}.";
        }

        var needed = diff.Needed is { } version
            ? $"This calls for version {version} ({diff.Bump})"
            : $"This calls for a new {diff.Bump} version";
        return diff.IsEnough ? $"{needed}; it is {diff.New.Version}." : $"{needed}, but it is {diff.New.Version}.";
    }

    static string Line(string text) => LogText.OneLine(text) + "\n";
}
