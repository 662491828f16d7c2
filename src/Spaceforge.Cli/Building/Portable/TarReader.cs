using System.IO.Compression;
using System.Text;

namespace Spaceforge.Cli.Building.Portable;

/// <summary>Reads a small text from an untrusted tar.gz.</summary>
static class TarReader
{
    // No plugin is larger; stops decompression bombs.
    const long MostBytes = 200_000_000;

    /// <returns>The text, or null if there is no such file.</returns>
    public static string? Read(byte[] archive, string name)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
            var header = new byte[512];
            for (long read = 0; read < MostBytes;)
            {
                if (gzip.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || header[0] == 0) return null;

                var size = Convert.ToInt64(Encoding.ASCII.GetString(header, 124, 11).Trim('\0', ' '), 8);
                if (size is < 0 or > MostBytes) return null;

                if (header[156] == '0' && Encoding.UTF8.GetString(header, 0, 100).TrimEnd('\0') == name)
                {
                    if (size > 10_000) return null;
                    var text = new byte[size];
                    gzip.ReadExactly(text);
                    return Encoding.UTF8.GetString(text);
                }

                var left = (size + 511) / 512 * 512;
                read += header.Length + left;
                for (; left > 0; left -= header.Length) gzip.ReadExactly(header);
            }

            return null;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException
            or FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }
}
