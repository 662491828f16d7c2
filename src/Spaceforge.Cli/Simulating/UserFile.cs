using Spaceforge.Files;

namespace Spaceforge.Cli.Simulating;

/// <summary>A file given on the command line. Links and pipes of a shell are fine, since the user chose them; a FIFO would block.</summary>
static class UserFile
{
    // Less than the maximum array length, which .NET would reject with a different error.
    const int Largest = 2_000_000_000;

    /// <param name="limit">In bytes.</param>
    /// <exception cref="UsageException">It cannot be read, or is larger.</exception>
    public static byte[] Read(string path, string option, int limit = Largest)
    {
        try
        {
            return NamedFile.Read(path, limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, option, e);
        }
    }

    /// <summary>Copies a file, which may be larger than the memory, to where a hook finds it.</summary>
    /// <exception cref="UsageException">It cannot be read or copied.</exception>
    public static void Copy(string path, string option, ForeignFolder folder, string name)
    {
        using var content = Open(path, option);
        try
        {
            folder.Copy(name, content, Largest);
        }
        catch (IOException e)
        {
            throw new UsageException(
                $"{option}: '{path}' cannot be copied for the hook: {(e.InnerException as IOException ?? e).Message}", e);
        }
    }

    static Stream Open(string path, string option)
    {
        try
        {
            return NamedFile.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, option, e);
        }
    }

    static UsageException Unreadable(string path, string option, Exception e) =>
        new($"{option}: '{path}' cannot be read: {(e.InnerException as IOException ?? e).Message}");
}
