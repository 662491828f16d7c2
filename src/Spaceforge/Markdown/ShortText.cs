using System.Text;

namespace Spaceforge;

/// <summary>Fits a text from a tool or a service into one line of a log, a table or a policy input.</summary>
public static class ShortText
{
    /// <summary>The text on one line, without control characters, shortened with an ellipsis if necessary.</summary>
    /// <param name="text">The text; null is empty.</param>
    /// <param name="longest">The maximum length in UTF-16 characters, without the ellipsis. Characters of two are never split.</param>
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
