namespace Spaceforge.Cli.Watching;

/// <summary>Which names below a watched folder count.</summary>
static class WatchedNames
{
    // What builds, tests and package managers write.
    static readonly HashSet<string> OtherFolders =
        new(StringComparer.Ordinal) { "bin", "obj", "artifacts", "node_modules", "TestResults", "__pycache__", "CoverageReport" };

    static readonly string[] OtherEndings =
    [
        // Editors: what they write beside a file before they replace it, and copies of what it was.
        "~", ".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", "___jb_tmp___", "___jb_old___", ".kate-swp",
        // Tests.
        ".trx", ".coverage", ".log", ".binlog", ".pyc",
        // Reports of simulations.
        ".html",
    ];

    // Pages about the plugin, into one of which 'docs' writes.
    static readonly HashSet<string> OtherFiles = new(StringComparer.Ordinal) { "README.md", "CHANGELOG.md", "AGENTS.md", "LICENSE" };

    /// <summary>Whether it is neither where this tool's output goes nor in the folder for temporary files.</summary>
    public static Func<string, bool> OfOthers()
    {
        var temporary = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.GetTempPath())) + Path.DirectorySeparatorChar;
        string?[] outputs = OperatingSystem.IsLinux()
            ? [.. ((string[])["/proc/self/fd/1", "/proc/self/fd/2"]).Select(path => new FileInfo(path).LinkTarget)] : [];
        // A plugin may lie in the folder for temporary files, too.
        var current = Directory.GetCurrentDirectory() + Path.DirectorySeparatorChar;
        var hasTemporary = temporary.StartsWith(current, StringComparison.Ordinal);
        return path => !outputs.Contains(path, StringComparer.Ordinal)
            && !(hasTemporary && path.StartsWith(temporary, StringComparison.Ordinal));
    }

    public static bool IsFolder(string name) => !name.StartsWith('.') && !OtherFolders.Contains(name);

    public static bool IsFile(string name) => name[0] is not ('.' or '#')
        && !OtherEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
        && !name.Contains(".received.", StringComparison.Ordinal)
        && !OtherFiles.Contains(name)
        // Vim tries with this name whether it may write to a folder.
        && name != "4913";

    /// <summary>Whether tools write it while they run, and people between runs.</summary>
    public static bool IsWrittenByTools(string path) =>
        Path.GetFileName(path) is "packages.lock.json";
}
