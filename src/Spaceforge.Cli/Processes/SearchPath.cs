namespace Spaceforge.Cli.Processes;

/// <summary>The folders in which this machine looks for programs.</summary>
static class SearchPath
{
    /// <summary>Where a program is, or null.</summary>
    /// <param name="program">Its name; on Windows without <c>.exe</c>.</param>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program))
        .FirstOrDefault(File.Exists);
}
