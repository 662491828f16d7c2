using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Spaceforge.Cli.Building;

/// <summary>Checks that other users cannot change a folder's contents.</summary>
static partial class FolderOwner
{
    // Linux's own limit.
    const int MostLinks = 40;
    const int Root = 0;
    const int OthersWrite = 0b000_000_010;
    const int Sticky = 0b001_000_000_000;

    /// <summary>
    /// Checks a folder and its parents. Each must belong to the user or to root, and must not be writable by others unless it is
    /// sticky, as the temporary folder is.
    /// </summary>
    /// <exception cref="IOException">One of them is not safe.</exception>
    public static void Check(string path)
    {
        // On other systems, the permissions of the system suffice.
        if (OperatingSystem.IsLinux()) Check(path, links: 0);
    }

    static void Check(string path, int links)
    {
        if (links > MostLinks) throw new IOException($"'{path}' leads through more than {MostLinks} links.");

        for (var folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (new DirectoryInfo(folder).LinkTarget is { } target)
            {
                Check(Path.GetFullPath(target, Path.GetDirectoryName(folder)!), links + 1);
            }
            if (Look(folder) is not var (owner, mode)) continue;
            if (owner != Root && owner != UserId()) throw new IOException($"'{folder}' belongs to another user.");
            if ((mode & OthersWrite) != 0 && (mode & Sticky) == 0 && folder != path)
            {
                throw new IOException($"'{folder}' is writable by everyone.");
            }
        }
    }

    static (uint Owner, int Mode)? Look(string path)
    {
        const int current = -100;
        const uint basic = 0x7FF;
        var status = new byte[256];
        return Statx(current, [.. Encoding.UTF8.GetBytes(path), 0], 0, basic, status) == 0
            ? (BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(20)), BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(28)))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int Statx(int folder, byte[] path, int flags, uint mask, byte[] status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint UserId();
}
