using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>
/// Splits a container's output into log lines and markers. Both come through one pipe, so that each line belongs to
/// the step that the last marker started.
/// </summary>
/// <param name="mark">Receives a marker's nonce and text.</param>
/// <param name="line">Receives a line, and whether it was valid UTF-8.</param>
/// <param name="placeToCut">Where the beginning of a longer line can be split, with so many characters left at its end.</param>
sealed class LogStream(Action<string, string> mark, Action<string, bool> line, Func<string, int, int> placeToCut)
{
    /// <summary>The number of hexadecimal digits in a nonce.</summary>
    public const int NonceLength = 24;

    // Longer lines are split here; markers are shorter.
    const int LongestLine = 65_536;
    const int LongestMark = 4_096;
    const byte Separator = 0x1E;

    static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    readonly byte[] _pending = new byte[LongestLine];
    int _count;

    public static string NewNonce() =>
        Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(NonceLength / 2));

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
                Cut();
            }

            part.CopyTo(_pending.AsSpan(_count));
            _count += part.Length;
            if (end < 0) return;

            Complete();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Flushes output without a line break.</summary>
    public void End()
    {
        if (_count > 0) Complete();
    }

    void Complete()
    {
        ReadOnlySpan<byte> text = _pending.AsSpan(0, _count);
        var start = MarkIn(text);
        if (start < 0)
        {
            Line(text);
        }
        else
        {
            // An unfinished line comes before the marker.
            if (start > 0) Line(text[..start]);
            var nonce = text.Slice(start + 1, NonceLength);
            mark(Encoding.ASCII.GetString(nonce), Encoding.UTF8.GetString(text[(start + NonceLength + 2)..]));
        }

        _count = 0;
    }

    // The container checks whether the marker is valid.
    static int MarkIn(ReadOnlySpan<byte> text)
    {
        for (var start = 0; text[start..].IndexOf(Separator) is >= 0 and var next; start++)
        {
            start += next;
            if (text.Length < start + NonceLength + 2) return -1;
            if (text[start + NonceLength + 1] == (byte)' ' && text.Slice(start + 1, NonceLength).IndexOfAnyExcept(Digits) < 0) return start;
        }

        return -1;
    }

    void Cut()
    {
        // Not inside a secret, half of which nobody would recognize, nor inside a character.
        var place = LengthOf(placeToCut(Encoding.UTF8.GetString(_pending), LongestMark), _pending);
        Line(_pending.AsSpan(0, place));
        _pending.AsSpan(place).CopyTo(_pending);
        _count = LongestLine - place;
    }

    /// <summary>The number of bytes of the first characters of a text.</summary>
    static int LengthOf(int characters, ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (characters > 0)
        {
            // Invalid bytes are replaced by as many characters as when the whole text is decoded.
            Rune.DecodeFromUtf8(text[length..], out var rune, out var bytes);
            length += bytes;
            characters -= rune.Utf16SequenceLength;
        }

        return length;
    }

    void Line(ReadOnlySpan<byte> text) => line(Encoding.UTF8.GetString(text.TrimEnd((byte)'\r')), Utf8.IsValid(text));
}
