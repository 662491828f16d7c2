using System.Runtime.InteropServices;

namespace Spaceforge.Hosting;

/// <summary>
/// Standard output or standard error of a static executable. .NET's console would bring a reader of terminal descriptions and of keys,
/// and through the home folder glibc's name services: a twentieth of the executable.
/// </summary>
sealed partial class StandardStream(int descriptor) : Stream
{
    public const int Output = 1;
    public const int Error = 2;

    const int Interrupted = 4;
    const int BadDescriptor = 9;
    const int TryAgain = 11;
    const int BrokenPipe = 32;
    const short CanWriteNow = 4;

    public static bool IsTerminal(int descriptor) => IsTerminalDescriptor(descriptor) == 1;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
        // Nothing is buffered here.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="IOException">
    /// The text cannot be written. If nobody reads it any more, it is dropped, as .NET's console does.
    /// </exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = (int)WriteTo(descriptor, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                case TryAgain:
                    var wait = new Wait { Descriptor = descriptor, Events = CanWriteNow };
                    _ = WaitFor(ref wait, 1, -1);
                    break;
                case BrokenPipe or BadDescriptor:
                    return;
                case var error:
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> content, nuint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int WaitFor(ref Wait wait, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsTerminalDescriptor(int descriptor);

    struct Wait
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
