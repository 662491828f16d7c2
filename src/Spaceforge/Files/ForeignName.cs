using System.Buffers;
using System.Text;

namespace Spaceforge.Files;

/// <summary>File names as text that can be converted back to the same bytes, even if they are not UTF-8.</summary>
static class ForeignName
{
    const char Escape = '\uDC00';

    public static string Of(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        Span<char> characters = stackalloc char[2];
        while (!name.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(name, out var rune, out var length) == OperationStatus.Done)
            {
                text.Append(characters[..rune.EncodeToUtf16(characters)]);
            }
            else
            {
                foreach (var b in name[..length]) text.Append((char)(Escape + b));
            }

            name = name[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a name, with a terminating zero for C.</summary>
    public static byte[] ToBytes(string name)
    {
        var bytes = new List<byte>(name.Length + 1);
        Span<byte> encoded = stackalloc byte[4];
        for (var i = 0; i < name.Length;)
        {
            if (Rune.TryGetRuneAt(name, i, out var rune))
            {
                foreach (var part in encoded[..rune.EncodeToUtf8(encoded)]) bytes.Add(part);
                i += rune.Utf16SequenceLength;
            }
            else
            {
                bytes.Add((byte)(name[i++] - Escape));
            }
        }

        bytes.Add(0);
        return [.. bytes];
    }

    /// <summary>The name with U+FFFD for invalid characters.</summary>
    public static string Show(string name) => string.Concat(name.EnumerateRunes().Select(rune => rune.ToString()));

    /// <summary>The parts of a relative path.</summary>
    /// <exception cref="IOException">The path leads out of the folder, or is not a valid path.</exception>
    public static string[] Parts(string path)
    {
        var parts = path.Split('/', Path.DirectorySeparatorChar);
        return Path.IsPathRooted(path) || path.Contains('\0', StringComparison.Ordinal) || parts.Any(part => part is "" or "." or "..")
            ? throw new IOException("it is not a path inside the folder.")
            : parts;
    }
}
