using System.IO.Compression;
using System.Text;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>Makes an archive of an input, so that mutations are not all stopped by the first checksum.</summary>
/// <remarks>The first byte says how: the rest is compressed already, or is a tar that is compressed here.</remarks>
static class Archive
{
    public const byte Compressed = (byte)'c';

    public const byte Plain = (byte)'p';

    const int Block = 512;

    /// <returns>The archive, compressed; null for nothing.</returns>
    public static byte[]? Of(byte[] input, bool fixSums)
    {
        if (input.Length == 0) return null;
        if (input[0] != Plain) return input[1..];

        var tar = input[1..];
        if (fixSums) FixSums(tar);
        return ImageLayout.Gzip(tar);
    }

    public static byte[] Unpacked(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var tar = new MemoryStream();
        gzip.CopyTo(tar);
        return tar.ToArray();
    }

    /// <summary>Gives the headers of a tar the checksums that belong to them.</summary>
    public static void FixSums(Span<byte> tar)
    {
        while (tar.Length >= Block)
        {
            var header = tar[..Block];
            if (!header.ContainsAnyExcept((byte)0)) return;

            var sum = 8 * ' ';
            for (var i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? 0 : header[i];
            Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(header[148..]);
            long size = 0;
            foreach (var digit in header.Slice(124, 11)) size = digit is >= (byte)'0' and <= (byte)'7' ? (size * 8) + digit - '0' : size;
            var next = Block + ((size + Block - 1) / Block * Block);
            if (next > tar.Length) return;
            tar = tar[(int)next..];
        }
    }
}
