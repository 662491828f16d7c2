using System.Globalization;
using System.Text;
using Spaceforge.Logging;
using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies.Formats;

/// <summary>
/// The line at which a test failed, with the values of its variables below them:
/// <code>
/// authz_test.rego:5:
///   x == y + z
///   |    |   |
///   |    |   3
///   |    2
///   1
/// </code>
/// </summary>
static class FailedLine
{
    const int Longest = 200;

    /// <summary>Lines that are safe for a terminal.</summary>
    public static IReadOnlyList<string> Describe(PolicyTest test, RegoTraceEvent? failedAt)
    {
        var place = failedAt?.Place ?? test.Place;
        var lines = new List<string> { LogText.OneLine(string.Create(CultureInfo.InvariantCulture, $"{place.File}:{place.Line}:")) };
        var source = Source(test.Group, place);
        lines.Add($"  {LogText.OneLine(source)}");
        if (failedAt is null) return lines;

        var values = failedAt.Values
            .Select(pair => (Column: ColumnOf(source, pair.Key), Value: Cut(pair.Value)))
            .Where(value => value.Column >= 0)
            .OrderBy(value => value.Column).ToArray();
        for (var shown = values.Length; shown >= 0 && values.Length > 0; shown--)
        {
            var line = new StringBuilder("  ");
            foreach (var (column, _) in values.Take(shown)) line.Append(' ', column + 2 - line.Length).Append('|');
            if (shown < values.Length) line.Append(' ', values[shown].Column + 2 - line.Length).Append(values[shown].Value);
            lines.Add(line.ToString());
        }

        var elsewhere = failedAt.Values.Where(pair => ColumnOf(source, pair.Key) < 0).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        lines.AddRange(elsewhere.Select(pair => LogText.OneLine($"  {pair.Key}: ") + Cut(pair.Value)));
        return lines;
    }

    /// <summary>The rest of the line from a place on.</summary>
    public static string Source(PolicyGroup group, RegoPlace place)
    {
        if (!group.Texts.TryGetValue(place.File, out var text)) return "";

        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (++number == place.Line) return line[Math.Clamp(place.Column - 1, 0, line.Length)..].TrimEnd().ToString();
        }

        return "";
    }

    static string Cut(RegoValue value)
    {
        var text = LogText.OneLine(value.ToString());
        return text.Length > Longest ? $"{text[..Longest]}..." : text;
    }

    /// <summary>Where a variable stands in a line, outside of strings and of other names; -1 where it does not.</summary>
    static int ColumnOf(string line, string name)
    {
        var isText = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && (i == 0 || line[i - 1] != '\\')) isText = !isText;
            if (isText || !line.AsSpan(i).StartsWith(name) || (i > 0 && (IsName(line[i - 1]) || line[i - 1] == '.'))) continue;
            if (i + name.Length == line.Length || !IsName(line[i + name.Length])) return i;
        }

        return -1;
    }

    static bool IsName(char letter) => letter == '_' || char.IsLetterOrDigit(letter);
}
