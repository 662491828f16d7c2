namespace Spaceforge.Shared.Policies;

/// <summary>Lines and columns of a text, from 1, as indices and back.</summary>
static class BodyIndex
{
    /// <summary>The index of a place; the text's length if it is past the end.</summary>
    public static int Of(string text, long line, long column)
    {
        var at = 0;
        for (var i = 1L; i < line; i++)
        {
            var next = text.IndexOf('\n', at);
            if (next < 0) return text.Length;
            at = next + 1;
        }

        return (int)Math.Min(text.Length, at + Math.Max(0, column - 1));
    }

    /// <summary>The place of an index.</summary>
    public static (int Line, int Column) PlaceOf(string text, int index)
    {
        var end = Math.Min(index, text.Length);
        var (line, start) = (1, 0);
        for (var next = text.IndexOf('\n'); next >= 0 && next < end; next = text.IndexOf('\n', start))
        {
            line++;
            start = next + 1;
        }

        return (line, end - start + 1);
    }
}
