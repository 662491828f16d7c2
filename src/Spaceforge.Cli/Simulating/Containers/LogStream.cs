using System.Text;
using System.Text.Unicode;

namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>
/// Takes a container's output apart into lines of the log and marks. Both come through one pipe, so that each line is known to
/// belong to what the last mark began.
/// </summary>
sealed class LogStream(string nonce, Action<string> mark, Action<string, bool> line)
{
    // What never ends a line is cut here; a mark is shorter.
    const int LongestLine = 65_536;
    const int LongestMark = 4_096;

    readonly byte[] _start = Encoding.ASCII.GetBytes($"\u001e{nonce} ");
    readonly byte[] _pending = new byte[LongestLine];
    int _count;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            while (_count + part.Length > LongestLine)
            {
                var room = LongestLine - _count;
                part[..room].CopyTo(_pending.AsSpan(_count));
                part = part[room..];
                bytes = bytes[room..];
                end -= room;
                _count = LongestLine;
                Cut();
            }

            part.CopyTo(_pending.AsSpan(_count));
            _count += part.Length;
            if (end < 0) return;

            Complete();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Hands on what came without a line end.</summary>
    public void End()
    {
        if (_count > 0) Complete();
    }

    void Complete()
    {
        ReadOnlySpan<byte> text = _pending.AsSpan(0, _count);
        var start = text.IndexOf(_start);
        if (start < 0)
        {
            Line(text);
        }
        else
        {
            // Output that did not end its line stands before the mark.
            if (start > 0) Line(text[..start]);
            mark(Encoding.UTF8.GetString(text[(start + _start.Length)..]));
        }

        _count = 0;
    }

    void Cut()
    {
        var kept = LongestLine - LongestMark;
        Line(_pending.AsSpan(0, kept));
        _pending.AsSpan(kept).CopyTo(_pending);
        _count = LongestMark;
    }

    void Line(ReadOnlySpan<byte> text) => line(Encoding.UTF8.GetString(text.TrimEnd((byte)'\r')), Utf8.IsValid(text));
}
