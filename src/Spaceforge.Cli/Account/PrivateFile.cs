using System.Text;
using Spaceforge.Files;

namespace Spaceforge.Cli.Account;

/// <summary>A file with secrets that only its owner may read.</summary>
static class PrivateFile
{
    const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // Far more than profiles ever need.
    const int Largest = 1_000_000;

    /// <summary>The file's text; null if the file does not exist.</summary>
    /// <exception cref="UsageException">Other users can read it or change its folder, or it cannot be read.</exception>
    public static string? Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                Check(path, File.GetUnixFileMode(NamedFile.Target(path)), "600");
                var folder = Path.GetDirectoryName(path)!;
                Check(
                    folder, File.GetUnixFileMode(Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder), "700");
            }

            return Encoding.UTF8.GetString(NamedFile.Read(path, Largest));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {(e.InnerException ?? e).Message}", e);
        }
    }

    static void Check(string path, UnixFileMode mode, string wanted)
    {
        if ((mode & OfOthers) == 0) return;

        throw new UsageException($"{path} contains secrets and other users can read it (mode {Convert.ToString((int)mode, 8)}). Fix it with: chmod {wanted} '{path}'");
    }
}
