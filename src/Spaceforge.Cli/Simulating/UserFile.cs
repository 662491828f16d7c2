namespace Spaceforge.Cli.Simulating;

/// <summary>A file given on the command line. It may be a link or a pipe, since the user chose it.</summary>
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
