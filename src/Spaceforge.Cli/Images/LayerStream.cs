using System.IO.Compression;
using System.Security.Cryptography;
using Spaceforge.Cli.IO;

namespace Spaceforge.Cli.Images;

/// <summary>The tar in a file, which may be compressed: within limits, and with the sums of both.</summary>
sealed class LayerStream : ReadOnlyStream
{
    // A header that wants more holds megabytes of names.
    const int LargestRead = 1_000_000;

    const int BlockSize = 512;
    const int EndSize = 2 * BlockSize;

    readonly ImageLimits _limits;
    readonly SummedStream _file;
    readonly Stream _unpacked;
    readonly IncrementalHash _sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly bool _isCompressed;
    readonly long _already;
    long _count;
    int? _missing;

    /// <param name="file">The file, which is not closed.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="already">How many bytes other layers have.</param>
    /// <param name="algorithm">The algorithm of the file's digest.</param>
    public LayerStream(Stream file, ImageLimits limits, long already, HashAlgorithmName algorithm)
    {
        (_limits, _already) = (limits, already);
        var start = new byte[6];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        _file = new SummedStream(file, start.AsMemory(0, length), algorithm);
        _isCompressed = IsCompressed(start);
        _unpacked = _isCompressed ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true) : _file;
    }

    public override long Position { get => _count; set => base.Position = value; }

    /// <summary>Whether a file is compressed in a way that can be read.</summary>
    /// <param name="start">Its first bytes.</param>
    /// <exception cref="ImageException">It is compressed in another way.</exception>
    public static bool IsCompressed(ReadOnlySpan<byte> start)
    {
        var other = start switch
        {
            [0x28, 0xB5, 0x2F, 0xFD, ..] => "zstd",
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "xz",
            [(byte)'B', (byte)'Z', (byte)'h', ..] => "bzip2",
            _ => null,
        };
        return other is null ? start is [0x1F, 0x8B, ..]
            : throw new ImageException($"it is compressed with {other}, which cannot be read; use gzip or no compression");
    }

    /// <exception cref="ImageException">A header wants to be read that is too large.</exception>
    public static void CheckHeader(int size)
    {
        if (size > LargestRead) throw new ImageException($"a header is larger than {LargestRead} bytes");
    }

    /// <summary>Whether the last block is a tar's end.</summary>
    public bool EndsInZeros { get; private set; }

    /// <summary>
    /// Whether the tar may end here without the zeros of a tar's end, which some tools leave out (umoci insert). They are read as if they
    /// were there, and are in no sum.
    /// </summary>
    public bool MayEnd { get; set; }

    /// <summary>Bytes of the tar.</summary>
    public long Count => _count;

    /// <summary>Bytes of the file.</summary>
    public long FileCount => _file.Count;

    /// <summary>Reads the rest.</summary>
    public void Finish()
    {
        var buffer = new byte[65_536];
        while (Read(buffer) > 0)
        {
            // Only the sums are wanted.
        }

        _file.CopyTo(Null);
    }

    /// <summary>The digest of the file.</summary>
    public string FileDigest() => _file.Digest();

    /// <summary>The digest of the tar.</summary>
    public string Digest() => $"sha256:{Convert.ToHexStringLower(_sum.GetCurrentHash())}";

    public override int Read(Span<byte> buffer)
    {
        CheckHeader(buffer.Length);
        var read = _unpacked.Read(buffer);
        if (read == 0 && MayEnd) return ReadMissing(buffer);

        _sum.AppendData(buffer[..read]);
        _count += read;
        if (read > 0) EndsInZeros = !buffer[..read].ContainsAnyExcept((byte)0);
        if (_already + _count > _limits.Size) throw new ImageException($"it is larger than {_limits.Size} bytes when it is unpacked");
        if (_isCompressed && _count > _limits.FreeSize && _count / _limits.Ratio > _file.Count)
        {
            throw new ImageException($"it becomes more than {_limits.Ratio} times larger when it is unpacked");
        }

        return read;
    }

    int ReadMissing(Span<byte> buffer)
    {
        _missing ??= (int)(-_count & (BlockSize - 1)) + EndSize;
        var length = Math.Min(buffer.Length, _missing.Value);
        buffer[..length].Clear();
        _missing -= length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _file.Dispose();
            _sum.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A file that is read once, with its sum.</summary>
    sealed class SummedStream(Stream file, ReadOnlyMemory<byte> start, HashAlgorithmName algorithm) : ReadOnlyStream
    {
        readonly IncrementalHash _sum = IncrementalHash.CreateHash(algorithm);
        ReadOnlyMemory<byte> _start = start;

        public long Count { get; private set; }

        public override long Position { get => Count; set => base.Position = value; }

        public string Digest() => $"{algorithm.Name!.ToLowerInvariant()}:{Convert.ToHexStringLower(_sum.GetCurrentHash())}";

        public override int Read(Span<byte> buffer)
        {
            int read;
            if (_start.IsEmpty)
            {
                read = file.Read(buffer);
            }
            else
            {
                read = Math.Min(buffer.Length, _start.Length);
                _start.Span[..read].CopyTo(buffer);
                _start = _start[read..];
            }

            _sum.AppendData(buffer[..read]);
            Count += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _sum.Dispose();
            base.Dispose(disposing);
        }
    }
}
