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
            throw new UsageException($"{option}: '{path}' cannot be read: {(e.InnerException as IOException ?? e).Message}");
        }
    }
}
