using Spaceforge.Cli.IO;

namespace Spaceforge.Cli.ModelContext;

/// <summary>A stream of lines that ends at a line that is too long: the protocol's reader keeps a line in memory.</summary>
/// <param name="inner">The lines.</param>
/// <param name="error">Receives why it ended.</param>
sealed class MessageStream(Stream inner, TextWriter error) : ReadOnlyStream
{
    /// <summary>The longest line, in bytes.</summary>
    public const int LongestMessage = 10_000_000;

    int _length;

    public override int Read(Span<byte> buffer) => Checked(buffer[..inner.Read(buffer)]);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        return Checked(buffer.Span[..count]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    int Checked(ReadOnlySpan<byte> read)
    {
        var end = read.LastIndexOf((byte)'\n');
        _length = end < 0 ? _length + read.Length : read.Length - end - 1;
        if (_length <= LongestMessage) return read.Length;

        error.WriteLine($"error: A message is longer than {LongestMessage} bytes.");
        return 0;
    }
}
