using System.Text;

namespace Spaceforge.Secrets;

/// <summary>A text with decoded escapes that maps each character to its original position.</summary>
/// <param name="outer">The text that it was decoded from, if that was decoded itself.</param>
sealed class UnescapedText(UnescapedText? outer)
{
    readonly StringBuilder _text = new();

    // Start positions, and the offset to the source from there on.
    readonly List<(int At, int Behind)> _shifts = [(0, 0)];

    string? _finished;

    public string Text => _finished ??= _text.ToString();

    public void Copy(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>Appends a decoded escape.</summary>
    public void Add(ReadOnlySpan<char> meant, int escapeLength)
    {
        _text.Append(meant);
        _shifts.Add((_text.Length, _shifts[^1].Behind + escapeLength - meant.Length));
    }

    /// <summary>The position in the original text.</summary>
    public int SourceOf(int position)
    {
        var (low, high) = (0, _shifts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_shifts[middle].At <= position) low = middle;
            else high = middle - 1;
        }

        var source = position + _shifts[low].Behind;
        return outer?.SourceOf(source) ?? source;
    }
}
