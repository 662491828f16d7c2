using System.Text;
using Spaceforge.Files;

namespace Spaceforge.Cli.Building;

/// <summary>Reads the files of a repository that a build depends on, which anybody may have put there.</summary>
static class BuildFile
{
    // Far more than any source or setting.
    const int Largest = 100_000_000;

    /// <returns>Null if it does not exist, or if this user, and thus the build, cannot read it.</returns>
    /// <exception cref="UsageException">It is not a regular file, or too large.</exception>
    public static byte[]? Read(string path)
    {
        if (!File.Exists(path)) return null;

        try
        {
            return NamedFile.Read(path, Largest);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException e) when (e.InnerException is UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <returns>Null if it does not exist, or cannot be read.</returns>
    /// <exception cref="UsageException">It is not a regular file, or too large.</exception>
    public static string? ReadText(string path)
    {
        if (Read(path) is not { } content) return null;

        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
