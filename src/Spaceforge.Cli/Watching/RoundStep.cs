using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Watching;

/// <summary>What came of a step.</summary>
enum StepOutcome
{
    Running,
    Passed,
    Failed,
    Skipped,
    Stopped,
}

/// <summary>A line below a step.</summary>
/// <param name="Text">The line, which can be shown on a terminal.</param>
/// <param name="Color">Its colour, as <see cref="Terminal.TerminalColors"/> has it; null for none.</param>
readonly record struct StepLine(string Text, string? Color = null);

/// <summary>A step of a round: generate, check, policies, ...</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">What came of it.</param>
sealed partial record RoundStep(string Name, StepOutcome Outcome)
{
    const int MostLines = 200;

    /// <summary>What came of it, for programs.</summary>
    public string OutcomeName => Outcome.ToString().ToLowerInvariant();

    public TimeSpan Duration { get; init; }

    /// <summary>Why it was skipped, or a few words on what came of it.</summary>
    public string Note { get; init; } = "";

    public IReadOnlyList<StepLine> Lines { get; init; } = [];

    /// <summary>The lines of a text, the last ones if there are many.</summary>
    public static IReadOnlyList<StepLine> LinesOf(string text)
    {
        StepLine[] lines =
        [
            .. Colors().Replace(text, "").Split('\n').Select(line => line.TrimEnd('\r')).SkipWhile(string.IsNullOrWhiteSpace)
                .Select(line => new StepLine(Logging.LogText.OneLine(line))),
        ];
        var end = lines.Length;
        while (end > 0 && string.IsNullOrWhiteSpace(lines[end - 1].Text)) end--;
        return end <= MostLines ? lines[..end]
            : [new StepLine($"({end - MostLines} lines before these are not shown.)"), .. lines[(end - MostLines)..end]];
    }

    // What the tool writes for a terminal.
    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colors();
}
