using System.Buffers;
using System.Globalization;

namespace Spaceforge.Secrets;

enum EscapeKind
{
    /// <summary>JSON from any writer, and source text in most languages.</summary>
    Backslash,

    /// <summary>URLs.</summary>
    Percent,

    /// <summary>Forms: like URLs, with a plus sign for a space.</summary>
    Form,

    /// <summary>HTML and XML.</summary>
    Entity,
}

/// <summary>Decodes escapes leniently: anything that is not an escape is kept, because writers differ in what they escape.</summary>
static class Escapes
{
    public static readonly EscapeKind[] Kinds = [EscapeKind.Backslash, EscapeKind.Percent, EscapeKind.Form, EscapeKind.Entity];

    public static readonly SearchValues<char> Starts = SearchValues.Create("\\%&+");

    static readonly SearchValues<char> FormStarts = SearchValues.Create("%+");

    // The longest is &#x10FFFF;.
    const int LongestEntity = 10;

    /// <summary>The decoded text, or null if nothing is escaped this way.</summary>
    public static UnescapedText? Undo(ReadOnlySpan<char> text, EscapeKind kind, UnescapedText? outer)
    {
        UnescapedText? result = null;
        var copied = 0;
        Span<char> meant = stackalloc char[2];
        for (var at = 0; Next(text[at..], kind) is >= 0 and var next;)
        {
            at += next;
            var (length, count) = Read(text[at..], kind, meant);
            if (length == 0)
            {
                at++;
                continue;
            }

            result ??= new UnescapedText(outer);
            result.Copy(text[copied..at]);
            result.Add(meant[..count], length);
            copied = at += length;
        }

        result?.Copy(text[copied..]);
        return result;
    }

    static int Next(ReadOnlySpan<char> text, EscapeKind kind) => kind switch
    {
        EscapeKind.Backslash => text.IndexOf('\\'),
        EscapeKind.Percent => text.IndexOf('%'),
        EscapeKind.Form => text.IndexOfAny(FormStarts),
        _ => text.IndexOf('&'),
    };

    /// <returns>The length of the escape, and the number of characters that it decodes to.</returns>
    static (int Length, int Count) Read(ReadOnlySpan<char> text, EscapeKind kind, Span<char> meant) => kind switch
    {
        EscapeKind.Backslash => ReadBackslash(text, meant),
        EscapeKind.Form when text[0] == '+' => Single(' ', 1, meant),
        EscapeKind.Entity => ReadEntity(text, meant),
        _ => ReadBytes(text, meant),
    };

    static (int Length, int Count) ReadBackslash(ReadOnlySpan<char> text, Span<char> meant)
    {
        if (text.Length < 2) return default;
        switch (text[1])
        {
            case 'u' when text is [_, _, '{', ..] && text.IndexOf('}') is > 3 and <= 9 and var end:
                return Code(text[3..end], end + 1, meant);
            case 'u' when text.Length >= 6 && Hex(text[2..6]) is >= 0 and var unit:
                return Single((char)unit, 6, meant);
            case 'U' when text.Length >= 10:
                return Code(text[2..10], 10, meant);
            case 'x' or (>= '0' and <= '3'):
                return ReadBytes(text, meant) is { Length: > 0 } bytes ? bytes : Single(text[1], 2, meant);
            case var c:
                return Single(
                    c switch
                    {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'b' => '\b',
                        'f' => '\f',
                        'v' => '\v',
                        'a' => '\a',
                        'e' => '\e',
                        _ => c,
                    },
                    2,
                    meant);
        }
    }

    static (int Length, int Count) ReadEntity(ReadOnlySpan<char> text, Span<char> meant)
    {
        var end = text[..Math.Min(text.Length, LongestEntity)].IndexOf(';');
        return end < 0 ? default : text[1..end] switch
        {
            "lt" => Single('<', end + 1, meant),
            "gt" => Single('>', end + 1, meant),
            "amp" => Single('&', end + 1, meant),
            "quot" => Single('"', end + 1, meant),
            "apos" => Single('\'', end + 1, meant),
            "nbsp" => Single(' ', end + 1, meant),
            ['#', 'x' or 'X', .. var digits] => Code(digits, end + 1, meant),
            ['#', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) =>
                Rune(code, end + 1, meant),
            _ => default,
        };
    }

    /// <summary>One character of up to four bytes; a byte that starts no UTF-8 sequence is decoded as Latin-1.</summary>
    static (int Length, int Count) ReadBytes(ReadOnlySpan<char> text, Span<char> meant)
    {
        Span<byte> bytes = stackalloc byte[4];
        var (length, count) = (0, 0);
        Span<int> lengths = stackalloc int[4];
        while (count < 4 && ReadByte(text[length..]) is { Length: > 0 } one)
        {
            bytes[count] = (byte)one.Value;
            lengths[count++] = length += one.Length;
        }

        if (count == 0) return default;
        var done = System.Text.Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used);
        return done == OperationStatus.Done ? Rune(rune.Value, lengths[used - 1], meant) : Single((char)bytes[0], lengths[0], meant);
    }

    static (int Length, int Value) ReadByte(ReadOnlySpan<char> text) => text switch
    {
        ['%', var high, var low, ..] when char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low) => (3, Hex(text[1..3])),
        ['\\', 'x', var high, var low, ..] when char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low) => (4, Hex(text[2..4])),
        // The value of an octal digit is in its lowest bits.
        ['\\', >= '0' and <= '3', >= '0' and <= '7', >= '0' and <= '7', ..] =>
            (4, ((text[1] & 7) << 6) | ((text[2] & 7) << 3) | (text[3] & 7)),
        _ => default,
    };

    static (int Length, int Count) Single(char c, int length, Span<char> meant)
    {
        meant[0] = c;
        return (length, 1);
    }

    static (int Length, int Count) Code(ReadOnlySpan<char> digits, int length, Span<char> meant) => Rune(Hex(digits), length, meant);

    static (int Length, int Count) Rune(int code, int length, Span<char> meant) =>
        System.Text.Rune.TryCreate(code, out var rune) && rune.TryEncodeToUtf16(meant, out var count) ? (length, count) : default;

    static int Hex(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : -1;
}
