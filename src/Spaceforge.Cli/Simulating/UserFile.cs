namespace Spaceforge.Cli.Simulating;

/// <summary>A file that the user named on the command line: it may be a link or a pipe, and nobody else had a hand in that.</summary>
static class UserFile
{
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static byte[] Read(string path, string option)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: '{path}' cannot be read: {e.Message}");
        }
    }
}
