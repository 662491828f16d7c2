using System.Net;
using System.Text.RegularExpressions;
using Spaceforge.Markdown;

namespace Spaceforge.Cli.Terminal;

/// <summary>Converts inline Markdown to text and styles. Unclosed markup is treated as text.</summary>
sealed partial class InlinePreview
{
    // The search for a link's text and URL is limited, or many brackets would take quadratic time.
    const int LongestLinkPart = 1000;

    readonly string _markdown;
    readonly HashSet<int> _unclosedFences = [];
    readonly HashSet<string> _unclosedMarks = [];
    readonly StyledText _result = new();
    int _position;
    TextStyle _style;

    InlinePreview(string markdown, TextStyle style) => (_markdown, _style) = (markdown, style);

    public static StyledText Parse(string markdown, TextStyle style = TextStyle.None)
    {
        var reader = new InlinePreview(markdown, style);
        reader.Read();
        return reader._result;
    }

    void Read()
    {
        while (_position < _markdown.Length)
        {
            if (Escape() || Code() || Bold() || Link() || Tag() || Entity()) continue;

            var end = _markdown.AsSpan(_position + 1).IndexOfAny(@"\`*_![<&" + "\n");
            var next = end < 0 ? _markdown.Length : _position + 1 + end;
            Text(_markdown[_position..next].Replace('\n', ' '), next);
        }
    }

    bool Escape()
    {
        if (_markdown[_position] != '\\' || _position + 1 == _markdown.Length) return false;

        var c = _markdown[_position + 1];
        return (c == '\n' || InlineEscape.IsAsciiPunctuation(c)) && Text(c.ToString(), _position + 2);
    }

    bool Code()
    {
        if (_markdown[_position] != '`') return false;

        var start = EndOfRun(_position);
        var fence = start - _position;
        if (ClosingFence(start, fence) is not { } end) return Text(_markdown[_position..start], start);

        var code = _markdown[start..end].Replace('\n', ' ');
        if (code is [' ', .., ' '] && code.AsSpan().Trim(' ').Length > 0) code = code[1..^1];
        _result.Append(code, _style | TextStyle.Dim);
        _position = end + fence;
        return true;
    }

    bool Bold()
    {
        if (!Is("**", _position) && !Is("__", _position)) return false;

        var mark = _markdown.Substring(_position, 2);
        if (_unclosedMarks.Contains(mark)) return Text(mark, _position + 2);
        if (ClosingMark(mark, _position + 2) is not { } end)
        {
            _unclosedMarks.Add(mark);
            return Text(mark, _position + 2);
        }

        if (end == _position + 2) return Text(mark, _position + 2);

        _result.Append(Parse(_markdown[(_position + 2)..end], _style | TextStyle.Bold));
        _position = end + 2;
        return true;
    }

    bool Link()
    {
        var image = Is("![", _position);
        if (!image && _markdown[_position] != '[') return false;

        var label = _position + (image ? 2 : 1);
        if (Closing('[', ']', label) is not { } labelEnd || !Is("](", labelEnd)) return false;
        if (Closing('(', ')', labelEnd + 2) is not { } end) return false;

        var text = _markdown[label..labelEnd];
        var url = Plain(TargetStart.Match(_markdown[(labelEnd + 2)..end].Trim()).Groups["url"].Value);
        // Links cannot be nested, so inner brackets are text and the depth stays small.
        var shown = Parse(text.Replace("](", @"]\(", StringComparison.Ordinal), _style);
        _result.Append(shown);
        if (url.Length > 0 && Plain(text) != url) _result.Append($" ({url})", _style);
        _position = end + 1;
        return true;
    }

    bool Tag()
    {
        if (_markdown[_position] != '<') return false;

        var window = _markdown.AsSpan(_position, Math.Min(LongestLinkPart, _markdown.Length - _position)).ToString();
        if (LineBreakTag.Match(window) is { Success: true } lineBreak) return Text("\n", _position + lineBreak.Length);

        return Address.Match(window) is { Success: true } address
            && Text(address.Groups["url"].Value, _position + address.Length);
    }

    bool Entity() =>
        _markdown[_position] == '&'
        && EntityAt.Match(_markdown, _position) is { Success: true } entity
        && Text(WebUtility.HtmlDecode(entity.Value), _position + entity.Length);

    /// <summary>Plain text, with escapes and entities decoded.</summary>
    static string Plain(string markdown) => WebUtility.HtmlDecode(EscapeAnywhere.Replace(markdown, "$1"));

    bool Text(string text, int next)
    {
        _result.Append(text, _style);
        _position = next;
        return true;
    }

    int? ClosingFence(int start, int length)
    {
        if (_unclosedFences.Contains(length)) return null;

        for (var i = start; i < _markdown.Length; i++)
        {
            if (_markdown[i] != '`') continue;

            var end = EndOfRun(i);
            if (end - i == length) return i;
            i = end - 1;
        }

        _unclosedFences.Add(length);
        return null;
    }

    int? ClosingMark(string mark, int start)
    {
        for (var i = start; i < _markdown.Length; i++)
        {
            if (_markdown[i] == '\\') i++;
            else if (_markdown[i] == '`') i = EndOfCode(i) - 1;
            else if (Is(mark, i)) return i;
        }

        return null;
    }

    int? Closing(char open, char close, int start)
    {
        var depth = 1;
        for (var i = start; i < Math.Min(_markdown.Length, start + LongestLinkPart); i++)
        {
            if (_markdown[i] == '\\') i++;
            else if (_markdown[i] == '`' && open == '[') i = EndOfCode(i) - 1;
            else if (_markdown[i] == open) depth++;
            else if (_markdown[i] == close && --depth == 0) return i;
        }

        return null;
    }

    int EndOfCode(int start)
    {
        var end = EndOfRun(start);
        return ClosingFence(end, end - start) is { } closing ? closing + end - start : end;
    }

    int EndOfRun(int start)
    {
        while (start < _markdown.Length && _markdown[start] == '`') start++;
        return start;
    }

    bool Is(string text, int position) => string.CompareOrdinal(_markdown, position, text, 0, text.Length) == 0;

    [GeneratedRegex("""\A(?:<(?<url>[^>]*)>|(?<url>\S*))""")]
    static partial Regex TargetStart { get; }

    [GeneratedRegex(@"\A<br\s*/?>", RegexOptions.IgnoreCase)]
    static partial Regex LineBreakTag { get; }

    [GeneratedRegex(@"\A<(?<url>(?:https?://|mailto:)[^\s<>]+)>", RegexOptions.IgnoreCase)]
    static partial Regex Address { get; }

    [GeneratedRegex(@"\G&(?:[A-Za-z][A-Za-z0-9]{1,31}|\#[0-9]{1,7}|\#[Xx][0-9A-Fa-f]{1,6});")]
    static partial Regex EntityAt { get; }

    [GeneratedRegex("""\\([!-/:-@\[-`{-~])""")]
    static partial Regex EscapeAnywhere { get; }
}
