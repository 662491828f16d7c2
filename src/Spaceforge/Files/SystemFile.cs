using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Spaceforge.Files;

/// <summary>
/// Devices and the process's own descriptors, which a shell passes as <c>/dev/fd/63</c>. Descriptors are used as they are: opening them
/// again by name could wait for a FIFO's other end.
/// </summary>
static class SystemFile
{
    static readonly string[] Sinks = ["/dev/null", "/dev/full", "/dev/zero", "/dev/tty"];

    public static bool Is(string path)
    {
        if (OperatingSystem.IsWindows()) return false;

        var full = Path.GetFullPath(path);
        return Path.GetDirectoryName(full) == "/dev" || Descriptor(full) is not null;
    }

    /// <param name="path">A path for which <see cref="Is"/> is true.</param>
    /// <exception cref="IOException">Nobody would read it to its end.</exception>
    public static Stream OpenRead(string path)
    {
        if (Path.GetFullPath(path) == Sinks[0]) return Stream.Null;

        return Open(path, FileAccess.Read) ?? throw new IOException("it is not a regular file.");
    }

    /// <param name="path">A path for which <see cref="Is"/> is true.</param>
    /// <exception cref="IOException">It is another device, or writing failed.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var stream = Sinks.Contains(Path.GetFullPath(path))
            ? new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)
            : Open(path, FileAccess.Write) ?? throw new IOException("it is a device.");
        write(stream);
    }

    static FileStream? Open(string path, FileAccess access)
    {
        if (Descriptor(Path.GetFullPath(path)) is not { } number) return null;

        try
        {
            // Others are the runtime's.
            var target = new FileInfo($"/proc/self/fd/{number}").LinkTarget;
            if (target?.StartsWith("anon_inode:", StringComparison.Ordinal) == true) return null;
            if (target is null && OperatingSystem.IsLinux()) throw new IOException("there is no such descriptor.");

            return new FileStream(new SafeFileHandle(number, ownsHandle: false), access, bufferSize: 0);
        }
        catch (ArgumentException)
        {
            throw new IOException("the descriptor is not open for it.");
        }
    }

    static int? Descriptor(string path) => path switch
    {
        "/dev/stdin" => 0,
        "/dev/stdout" => 1,
        "/dev/stderr" => 2,
        _ => Path.GetDirectoryName(path) is "/dev/fd" or "/proc/self/fd"
            && int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
    };
}
