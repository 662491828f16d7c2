using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Spaceforge.Markdown;

namespace Spaceforge.Cli.Terminal;

/// <summary>
/// Renders Markdown on the author's terminal in local runs. It only supports what <see cref="MarkdownBuilder"/> writes and
/// shows the rest as is, which avoids a library.
/// </summary>
sealed partial class MarkdownPreview
{
    const int DeepestIndentation = 8;

    // Larger texts are shown as is, since rendering takes quadratic time.
    const int Largest = 200_000;
    const int LongestLine = 20_000;
    const int LongestTitle = 100;
    const int MostCells = 20_000;

    readonly string[] _lines;
    readonly int _width;
    readonly StringBuilder _output = new();
    int _depth;
    bool _gap;
    bool _afterTitle;

    MarkdownPreview(string[] lines, int width) => (_lines, _width) = (lines, width);

    /// <param name="terminal">If false, the Markdown is returned unchanged.</param>
    /// <param name="width">The terminal's columns; if zero or less, lines are not wrapped.</param>
    public static string Render(string markdown, bool terminal, int width)
    {
        if (!terminal) return markdown;

        var text = ControlCharacters.Remove(markdown.ReplaceLineEndings("\n"));
        var lines = text.Split('\n');
        if (text.Length > Largest || lines.Any(line => line.Length > LongestLine)) return text;

        var preview = new MarkdownPreview(lines, width);
        for (var i = 0; i < preview._lines.Length;) i = preview.Block(i);
        return preview._output.ToString();
    }

    /// <summary>Renders the block that starts at a line.</summary>
    /// <returns>The next line after it.</returns>
    int Block(int start)
    {
        var line = _lines[start];
        if (string.IsNullOrWhiteSpace(line))
        {
            _gap = !_afterTitle;
            return start + 1;
        }

        if (FenceLine.Match(line) is { Success: true } fence) return CodeBlock(start, fence.Groups["fence"].Value);
        if (DetailsLine.IsMatch(line)) return Details(start);
        if (IsTable(start)) return Table(start);
        if (HeadingStart.Match(line) is { Success: true } heading)
        {
            Write(InlinePreview.Parse(HeadingText(line[heading.Length..]), TextStyle.Bold));
            return start + 1;
        }

        if (ItemLine.Match(line) is not { Success: true } item) return Paragraph(start, line, "");

        var mark = item.Groups["mark"].Value is "-" or "*" or "+" ? "•" : item.Groups["mark"].Value;
        return Paragraph(start, item.Groups["text"].Value, $"{item.Groups["blank"].Value}{mark} ");
    }

    /// <summary>A heading's text without its markers; closing markers are optional.</summary>
    static string HeadingText(string rest)
    {
        var text = rest.AsSpan().Trim(" \t");
        var bare = text.TrimEnd('#');
        return (bare.Length == 0 || bare[^1] is ' ' or '\t' ? bare.TrimEnd(" \t") : text).ToString();
    }

    int CodeBlock(int start, string fence)
    {
        WriteLine(_lines[start]);
        for (var i = start + 1; i < _lines.Length; i++)
        {
            WriteLine(_lines[i]);
            if (IsEndOfCode(_lines[i], fence)) return i + 1;
        }

        return _lines.Length;
    }

    int Details(int start)
    {
        var (text, end) = (_lines[start].Trim(), start + 1);
        while (end - start < LongestTitle && SummaryStart.IsMatch(text) && end < _lines.Length && !string.IsNullOrWhiteSpace(_lines[end]))
        {
            text += " " + _lines[end++].Trim();
        }

        foreach (Match tag in DetailsPart.Matches(text))
        {
            if (tag.Groups["end"].Success) _depth = Math.Max(0, _depth - 1);
            else if (tag.Groups["start"].Success) _depth++;
            else if (tag.Groups["title"].Success) Title(tag.Groups["title"].Value);
            else Write(InlinePreview.Parse(tag.Value));
        }

        return end;
    }

    void Title(string html)
    {
        _depth--;
        Write(new StyledText().Append("▸ " + WebUtility.HtmlDecode(html).Trim(), TextStyle.Bold));
        _depth++;
        _afterTitle = true;
    }

    int Table(int start)
    {
        var end = start + 2;
        while (end < _lines.Length && _lines[end].Contains('|', StringComparison.Ordinal)) end++;
        if ((end - start) * (long)(_lines[start].Count(c => c == '|') + 1) > MostCells)
        {
            foreach (var line in _lines[start..end]) WriteLine(line);
            return end;
        }

        foreach (var line in TablePreview.Lines([_lines[start], .. _lines[(start + 2)..end]], Room)) WriteLine(line.ToString());
        return end;
    }

    int Paragraph(int start, string first, string prefix)
    {
        var text = new StringBuilder(Joined(first));
        var end = start + 1;
        while (end < _lines.Length && !StartsBlock(end)) text.Append('\n').Append(Joined(_lines[end++]));
        Write(InlinePreview.Parse(text.ToString()), prefix);
        return end;
    }

    /// <summary>A line of a paragraph; two trailing spaces or a backslash are a line break.</summary>
    static string Joined(string line) => line.EndsWith("  ", StringComparison.Ordinal) ? line.Trim() + "\\" : line.Trim();

    bool StartsBlock(int index) =>
        string.IsNullOrWhiteSpace(_lines[index]) || FenceLine.IsMatch(_lines[index]) || DetailsLine.IsMatch(_lines[index])
        || HeadingStart.IsMatch(_lines[index]) || ItemLine.IsMatch(_lines[index]) || IsTable(index);

    bool IsTable(int index) =>
        index + 1 < _lines.Length
        && _lines[index].Contains('|', StringComparison.Ordinal) && TablePreview.IsDelimiterRow(_lines[index + 1]);

    static bool IsEndOfCode(string line, string fence) =>
        line.Trim() is var mark && mark.Length >= fence.Length && mark.Trim(fence[0]).Length == 0;

    string Indentation => new(' ', 2 * Math.Clamp(_depth, 0, DeepestIndentation));

    int Room => _width > 0 ? Math.Max(1, _width - Indentation.Length) : int.MaxValue;

    void Write(StyledText text, string prefix = "")
    {
        var start = prefix;
        foreach (var line in text.Wrap(Math.Max(1, Room - prefix.Length)))
        {
            WriteLine(start + line);
            start = new(' ', prefix.Length);
        }
    }

    void WriteLine(string line)
    {
        if (_gap && _output.Length > 0) _output.Append('\n');
        (_gap, _afterTitle) = (false, false);
        if (line.Length > 0) _output.Append(Indentation).Append(line);
        _output.Append('\n');
    }

    [GeneratedRegex("""\A {0,3}(?:(?<fence>`{3,})[^`]*|(?<fence>~{3,}).*)\z""")]
    static partial Regex FenceLine { get; }

    [GeneratedRegex(@"\A {0,3}#{1,6}(?=[ \t]|\z)")]
    static partial Regex HeadingStart { get; }

    [GeneratedRegex(@"\A(?<blank>[ \t]*)(?<mark>[-*+]|[0-9]{1,9}[.)])(?:[ \t]+(?<text>.*))?\z")]
    static partial Regex ItemLine { get; }

    [GeneratedRegex(@"\A\s*</?(?:details|summary)\b", RegexOptions.IgnoreCase)]
    static partial Regex DetailsLine { get; }

    /// <summary>A summary that starts here, or may start on the next line, and is not closed.</summary>
    [GeneratedRegex(@"\A(?:<details[^>]*>)?\s*(?:<summary>(?!.*</summary>)|\z)", RegexOptions.IgnoreCase)]
    static partial Regex SummaryStart { get; }

    [GeneratedRegex(
        @"(?<end></details\s*>)|(?<start><details\b[^>]*>)|<summary>(?<title>.*?)</summary>|(?!\s)(?:(?!</?(?:details|summary)\b).)+|<",
        RegexOptions.IgnoreCase)]
    static partial Regex DetailsPart { get; }
}
