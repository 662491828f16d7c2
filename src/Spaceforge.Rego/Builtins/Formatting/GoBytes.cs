using System.Text;

namespace Spaceforge.Rego;

/// <summary>
/// Go strings are bytes, and decoded values need not be UTF-8. An invalid byte is represented by a lone low surrogate,
/// U+DC00 plus its value, and converted back when bytes are needed.
/// </summary>
static class GoBytes
{
    public static byte[] Of(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return Encoding.UTF8.GetBytes(text);

        using var bytes = new MemoryStream(text.Length);
        Span<byte> encoded = stackalloc byte[4];
        for (var at = 0; at < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, at, out var rune))
            {
                bytes.Write(encoded[..rune.EncodeToUtf8(encoded)]);
                at += rune.Utf16SequenceLength;
                continue;
            }

            if (text[at] is >= '\uDC80' and <= '\uDCFF')
                bytes.WriteByte((byte)(text[at] - 0xDC00));
            else
                bytes.Write("\uFFFD"u8);
            at++;
        }

        return bytes.ToArray();
    }

    public static string Text(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            if (status == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                for (var i = 0; i < consumed; i++)
                    text.Append((char)(0xDC00 + bytes[i]));
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }
}
