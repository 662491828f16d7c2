namespace Spaceforge.Shared.Policies;

/// <summary>The lines of a body, for the length of what findings point at.</summary>
sealed class PolicyLines
{
    readonly string[] lines;

    public PolicyLines(string text) => lines = text.Split('\n');

    public int Count => lines.Length;

    /// <summary>Without its line break; empty where there is none.</summary>
    public string this[int line] => line >= 1 && line <= lines.Length ? lines[line - 1].TrimEnd('\r') : "";

    /// <summary>The name or number that begins there, or one character.</summary>
    public int WordAt(int line, int column)
    {
        var text = this[line];
        var end = column - 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        return Math.Max(1, end - (column - 1));
    }

    /// <summary>As <see cref="WordAt"/>, with the dots of a call: <c>time.now_ns</c>.</summary>
    public int NameAt(int line, int column)
    {
        var text = this[line];
        var end = column - 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.')) end++;
        return Math.Max(1, end - (column - 1));
    }
}
