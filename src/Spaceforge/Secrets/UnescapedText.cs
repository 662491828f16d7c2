using System.Text;

namespace Spaceforge.Secrets;

/// <summary>A text whose escapes are undone, which knows where each of its characters stood.</summary>
/// <param name="outer">The text that it was read from, where that was unescaped itself.</param>
sealed class UnescapedText(UnescapedText? outer)
{
    readonly StringBuilder _text = new();

    // From where on, and how far behind its source the text is there.
    readonly List<(int At, int Behind)> _shifts = [(0, 0)];

    string? _finished;

    public string Text => _finished ??= _text.ToString();

    public void Copy(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>Puts what is meant in the place of an escape.</summary>
    public void Add(ReadOnlySpan<char> meant, int escapeLength)
    {
        _text.Append(meant);
        _shifts.Add((_text.Length, _shifts[^1].Behind + escapeLength - meant.Length));
    }

    /// <summary>The position in the text that is written in the end.</summary>
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
