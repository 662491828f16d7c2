namespace Spaceforge.Commands;

/// <summary>Looks for programs in the folders of a PATH.</summary>
static class SearchPath
{
    const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The program as the PATH of this process has it, or null.</summary>
    public static string? Find(string program) => Find(program, Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>
    /// Where a program is, or null. A file that cannot be executed is found where no other is, so that a message can name it. Relative
    /// folders do not count: they are the repository's.
    /// </summary>
    /// <param name="program">Its name; on Windows without <c>.exe</c>.</param>
    /// <param name="path">The folders.</param>
    public static string? Find(string program, string path)
    {
        string[] files = [.. path.Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program))
            .Where(File.Exists)];
        return Array.Find(files, IsExecutable) ?? files.FirstOrDefault();
    }

    /// <summary>Whether the folders have a program that can be executed.</summary>
    public static bool Has(string program, string path) => Find(program, path) is { } file && IsExecutable(file);

    static bool IsExecutable(string file) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != 0;
}
