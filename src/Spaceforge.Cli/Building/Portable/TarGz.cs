using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Spaceforge.Cli.Building.Portable;

/// <summary>Files as tar.gz, with identical bytes for identical files.</summary>
static class TarGz
{
    const int Block = 512;

    // Deflate, no name, no time, maximum compression, unknown system.
    static ReadOnlySpan<byte> GzipHeader => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff];

    /// <param name="files">The contents by path, with slashes.</param>
    public static byte[] Pack(IReadOnlyDictionary<string, byte[]> files) => Gzip(Tar(files));

    static byte[] Tar(IReadOnlyDictionary<string, byte[]> files)
    {
        using var tar = new MemoryStream();
        foreach (var folder in files.Keys.SelectMany(Above).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            tar.Write(Header($"{folder}/", 0, '5'));
        }
        foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            tar.Write(Header(path, content.Length, '0'));
            tar.Write(content);
            tar.Write(new byte[(Block - (content.Length % Block)) % Block]);
        }

        tar.Write(new byte[2 * Block]);
        return tar.ToArray();
    }

    static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        packed.Write(GzipHeader);
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(content);
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.HashToUInt32(content));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)content.Length);
        packed.Write(trailer);
        return packed.ToArray();
    }

    static IEnumerable<string> Above(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash =
            path.IndexOf('/', slash + 1)) yield return path[..slash];
    }

    static byte[] Header(string path, int size, char type)
    {
        var header = new byte[Block];
        var name = Encoding.UTF8.GetBytes(path);
        if (name.Length > 100)
        {
            // The end of a path goes into the name field, the part before one of its slashes into the prefix field.
            var split = Array.FindIndex(name, name.Length - 101, b => b == '/');
            if (split is < 1 or > 155)
            {
                throw new UsageException($"The path of the plugin's file '{path}' is too long for a manifest.");
            }
            name.AsSpan(0, split).CopyTo(header.AsSpan(345));
            name = name[(split + 1)..];
        }

        name.CopyTo(header, 0);
        Octal(header, 100, 8, type == '5' ? 0b111_101_101 : 0b110_100_100);
        Octal(header, 108, 8, 0);
        Octal(header, 116, 8, 0);
        Octal(header, 124, 12, size);
        Octal(header, 136, 12, 0);
        header[156] = (byte)type;
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        "00"u8.CopyTo(header.AsSpan(263));
        header.AsSpan(148, 8).Fill((byte)' ');
        Octal(header, 148, 7, header.Sum(b => b));
        return header;
    }

    static void Octal(byte[] header, int start, int width, int value) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(width - 1, '0')).CopyTo(header, start);
}
