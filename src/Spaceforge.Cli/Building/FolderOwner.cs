using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Spaceforge.Cli.Building;

/// <summary>Whether other users could change what is in a folder.</summary>
static partial class FolderOwner
{
    // As many as Linux follows.
    const int MostLinks = 40;
    const int Root = 0;
    const int OthersWrite = 0b000_000_010;
    const int Sticky = 0b001_000_000_000;

    /// <summary>
    /// Looks at a folder and at those above it. Each must belong to the user or to root, and others must not write to it; where only
    /// owners can remove what they put into it, as in the folder for temporary files, they may.
    /// </summary>
    /// <exception cref="IOException">One of them is not so.</exception>
    public static void Check(string path)
    {
        // Elsewhere the system has the last word, which it has against everybody but root.
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
