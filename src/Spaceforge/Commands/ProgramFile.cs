using System.Buffers.Binary;
using System.Text;

namespace Spaceforge.Commands;

/// <summary>Whether a program's file can be started on this machine.</summary>
static class ProgramFile
{
    const int HeaderSize = 64;
    const int LongestPath = 4096;
    const int MostEntries = 1000;

    /// <summary>
    /// Whether the interpreter exists that the file names: the dynamic linker of an executable, which differs between glibc and musl,
    /// or the program of a script. Other files are left to the kernel.
    /// </summary>
    public static bool HasInterpreter(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Interpreter(stream) is not { } path || File.Exists(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An executable need not be readable.
            return true;
        }
    }

    static string? Interpreter(Stream stream)
    {
        var start = new byte[HeaderSize];
        var count = stream.ReadAtLeast(start, HeaderSize, throwOnEndOfStream: false);
        if (count > 2 && start.AsSpan(0, 2).SequenceEqual("#!"u8)) return Script(stream);

        // 64 bits, little endian, as on all supported workers.
        return count == HeaderSize && start.AsSpan(0, 6).SequenceEqual("\u007FELF\u0002\u0001"u8) ? Linker(stream, start) : null;
    }

    static string? Script(Stream stream)
    {
        var line = Read(stream, 2, LongestPath) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n')[0] : "";
        var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && words[0][0] == '/' ? words[0] : null;
    }

    static string? Linker(Stream stream, byte[] header)
    {
        const int interpreter = 3;
        var table = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(32));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(54));
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(56));
        for (var i = 0; i < Math.Min((int)entries, MostEntries); i++)
        {
            if (Read(stream, table + ((long)i * size), 40) is not { Length: 40 } entry) return null;
            if (BinaryPrimitives.ReadInt32LittleEndian(entry) != interpreter) continue;

            var length = BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(32));
            var offset = BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(8));
            return length is > 1 and <= LongestPath && Read(stream, offset, (int)length) is { } path
                ? Encoding.UTF8.GetString(path).TrimEnd('\0')
                : null;
        }

        return null;
    }

    static byte[]? Read(Stream stream, long offset, int length)
    {
        if (offset < 0 || offset >= stream.Length) return null;

        stream.Position = offset;
        var bytes = new byte[length];
        return bytes[..stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
    }
}
