using System.Text;

namespace Spaceforge.Scanning;

/// <summary>Fits a scanner's text into one line.</summary>
static class ShortText
{
    /// <summary>The text on one line, without control characters, shortened with an ellipsis if necessary.</summary>
    public static string Of(string? text, int longest)
    {
        var line = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            var isBlank = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (isBlank && (line.Length == 0 || line[^1] == ' ')) continue;
            if (line.Length + rune.Utf16SequenceLength > longest) return line.ToString().TrimEnd() + "…";
            line.Append(isBlank ? " " : rune.ToString());
        }

        return line.ToString().TrimEnd();
    }
}
