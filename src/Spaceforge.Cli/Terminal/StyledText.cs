using System.Globalization;
using System.Text;
using Spaceforge.Markdown;

namespace Spaceforge.Cli.Terminal;

/// <summary>Text for a terminal. Appended text cannot control the terminal: styles are the only control sequences.</summary>
sealed class StyledText
{
    const string LineBreak = "\n";

    static readonly string Joiner = InlineEscape.Joiner.ToString();

    readonly List<Glyph> _glyphs;

    public StyledText() => _glyphs = [];

    StyledText(List<Glyph> glyphs) => _glyphs = glyphs;

    public int Width => _glyphs.Sum(glyph => glyph.Width);

    public bool IsEmpty => _glyphs.Count == 0;

    public StyledText Append(string text, TextStyle style = TextStyle.None)
    {
        var shown = ControlCharacters.Remove(text).Replace('\t', ' ').Replace(Joiner, "", StringComparison.Ordinal);
        var elements = StringInfo.GetTextElementEnumerator(shown);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            _glyphs.Add(new(element, DisplayWidth.Of(element), style));
        }

        return this;
    }

    public StyledText Append(StyledText text)
    {
        _glyphs.AddRange(text._glyphs);
        return this;
    }

    public StyledText OnOneLine() => new([.. _glyphs.Select(glyph => glyph.IsLineBreak ? glyph with { Text = " ", Width = 1 } : glyph)]);

    /// <summary>The first columns of it.</summary>
    public StyledText Cut(int columns)
    {
        var count = 0;
        for (var width = 0; count < _glyphs.Count && (width += _glyphs[count].Width) <= columns; count++)
        {
            // Counts the characters that fit.
        }

        return Part(0, count);
    }

    /// <summary>Wraps lines at spaces to fit a width; a longer word gets its own line.</summary>
    public IEnumerable<StyledText> Wrap(int width)
    {
        var (start, blank, columns) = (0, -1, 0);
        for (var i = 0; i < _glyphs.Count; i++)
        {
            if (_glyphs[i].IsLineBreak)
            {
                yield return Part(start, i);
                (start, blank, columns) = (i + 1, -1, 0);
                continue;
            }

            if (_glyphs[i].Text == " ") blank = i;
            columns += _glyphs[i].Width;
            if (columns <= width || blank <= start) continue;

            yield return Part(start, blank);
            (start, blank) = (blank + 1, -1);
            columns = 0;
            for (var k = start; k <= i; k++) columns += _glyphs[k].Width;
        }

        yield return Part(start, _glyphs.Count);
    }

    /// <summary>The text with control sequences for its styles.</summary>
    public override string ToString()
    {
        var result = new StringBuilder();
        var style = TextStyle.None;
        foreach (var glyph in _glyphs)
        {
            if (glyph.Style != style) result.Append(Sequence(style, glyph.Style));
            result.Append(glyph.Text);
            style = glyph.Style;
        }

        return result.Append(Sequence(style, TextStyle.None)).ToString();
    }

    static string Sequence(TextStyle from, TextStyle to) => (from == TextStyle.None ? "" : "\e[0m") + to switch
    {
        TextStyle.None => "",
        TextStyle.Bold => "\e[1m",
        TextStyle.Dim => "\e[2m",
        _ => "\e[1;2m",
    };

    StyledText Part(int start, int end) => new(_glyphs[start..end]);

    readonly record struct Glyph(string Text, int Width, TextStyle Style)
    {
        public bool IsLineBreak => Text == LineBreak;
    }
}
