namespace Spaceforge.Commands;

/// <summary>Finds programs in the folders of a PATH.</summary>
static class SearchPath
{
    const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Finds a program on the PATH of this process; returns null if there is none.</summary>
    public static string? Find(string program) => Find(program, Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>
    /// Returns the path of a program, or null. A file that is not executable is returned only if there is no other, for messages. Relative
    /// folders are ignored, because they are in the repository.
    /// </summary>
    /// <param name="program">The program's name; on Windows without <c>.exe</c>.</param>
    /// <param name="path">The folders to search.</param>
    public static string? Find(string program, string path)
    {
        string[] files = [.. path.Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program))
            .Where(file => File.Exists(file) && Mode(file) is not null)];
        return Array.Find(files, IsExecutable) ?? files.FirstOrDefault();
    }

    /// <summary>Whether the folders contain an executable with that name.</summary>
    public static bool Has(string program, string path) => Find(program, path) is { } file && IsExecutable(file);

    static bool IsExecutable(string file) => (Mode(file) & Executable) > 0;

    /// <summary>The permissions of a file; null for a broken link, which shells skip too.</summary>
    static UnixFileMode? Mode(string file)
    {
        if (OperatingSystem.IsWindows()) return Executable;
        try
        {
            return File.GetUnixFileMode(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
