using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Tests;

/// <summary>What a terminal shows of what is written to it: enough of one for text, and for what is erased.</summary>
sealed partial class TerminalScreen(int columns)
{
    readonly Lock _lock = new();
    readonly List<StringBuilder> _rows = [new()];
    string _unread = "";
    int _columns = columns;
    int _row;
    int _column;

    /// <summary>The rows that are not empty.</summary>
    public string[] Rows
    {
        get
        {
            lock (_lock) return [.. _rows.Select(row => row.ToString().TrimEnd()).Where(row => row.Length > 0)];
        }
    }

    public void Write(string text)
    {
        lock (_lock)
        {
            _unread += text;
            while (_unread.Length > 0)
            {
                if (_unread[0] != '\e')
                {
                    Put(_unread[0]);
                    _unread = _unread[1..];
                }
                else if (Sequence().Match(_unread) is { Success: true } sequence)
                {
                    // Others set colours and modes.
                    if (sequence.Groups["kind"].Value is "J" or "K") Erase(below: sequence.Groups["kind"].Value == "J");
                    _unread = _unread[sequence.Length..];
                }
                else
                {
                    return;
                }
            }
        }
    }

    /// <summary>Makes it narrower.</summary>
    /// <param name="width">The columns.</param>
    /// <param name="wraps">Whether it wraps what it shows, or cuts it off; there are both.</param>
    public void Shrink(int width, bool wraps)
    {
        lock (_lock)
        {
            var before = _rows.ToArray();
            var current = _row;
            _columns = width;
            _rows.Clear();
            foreach (var (index, row) in before.Index())
            {
                if (index == current) (_row, _column) = (_rows.Count + (_column / width), _column % width);
                var parts = row.ToString().Chunk(width).Select(part => new StringBuilder(new string(part))).ToArray();
                _rows.AddRange(parts.Length == 0 ? [new()] : wraps ? parts : parts[..1]);
            }
        }
    }

    void Put(char c)
    {
        if (c == '\r')
        {
            _column = 0;
            return;
        }

        if (c == '\n' || _column == _columns)
        {
            _row++;
            if (_row == _rows.Count) _rows.Add(new());
            if (c == '\n') return;
            _column = 0;
        }

        var row = _rows[_row];
        if (row.Length <= _column) row.Append(' ', _column + 1 - row.Length);
        row[_column++] = c;
    }

    void Erase(bool below)
    {
        var row = _rows[_row];
        if (row.Length > _column) row.Length = _column;
        if (below) _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
    }

    [GeneratedRegex(@"\A\e(?:\[[0-9;?]*(?<kind>[A-Za-z])|[=>])")]
    private static partial Regex Sequence();
}
