namespace Spaceforge.Commands;

/// <summary>Copies a command's output as it is: as lines of text, a large document would take several times its size.</summary>
/// <param name="stream">The output.</param>
/// <param name="target">Where it goes.</param>
/// <param name="limit">The maximum size in bytes.</param>
sealed class ByteReader(Stream stream, Stream target, long limit)
{
    const int BlockSize = 1 << 17;

    readonly Lock _lock = new();
    bool _ended;

    /// <summary>The number of bytes received so far.</summary>
    public long Count { get; private set; }

    /// <exception cref="PluginFailedException">The output is too large.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[BlockSize];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            lock (_lock)
            {
                if (_ended) return;
                Count += count;
                if (Count > limit) throw new PluginFailedException($"A command's output is larger than {limit} bytes.");
                target.Write(buffer, 0, count);
            }
        }
    }

    /// <summary>Later output is ignored.</summary>
    public void End()
    {
        lock (_lock) _ended = true;
    }
}
